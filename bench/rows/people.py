"""Customers: organisations with a contract each, and their people."""

from __future__ import annotations

from collections.abc import Iterator

from bench.rows.plan import NULL, Plan
from bench.words import Speaker

ORGANISATIONS = ("id", "desk_id", "name", "domains", "note", "created_at")
CONTRACTS = ("desk_id", "organisation_id", "plan", "starts_on", "ends_on", "number", "terms", "created_at")
CONTACTS = (
    "id", "desk_id", "organisation_id", "user_id", "email", "name", "phone", "role", "language", "is_verified",
    "is_blocked", "created_at",
)  # fmt: skip
SINCE = "2020-01-01T00:00:00"


def organisations(plan: Plan) -> Iterator[str]:
    """One for each `contacts_each` contacts."""
    speaker = Speaker()
    for place in range(_organisations(plan)):
        row = (plan.first_organisation + place, plan.desk_id, speaker.company(place), f"{{c{place}.test}}", "", SINCE)
        yield "\t".join(map(str, row)) + "\n"


def contracts(plan: Plan) -> Iterator[str]:
    """One in force for each organisation."""
    plans = list(plan.charter.plans)
    for place in range(_organisations(plan)):
        key = plans[place % len(plans)]
        row = (plan.desk_id, plan.first_organisation + place, key, SINCE[:10], NULL, f"Д-{place}", "{}", SINCE)
        yield "\t".join(map(str, row)) + "\n"


def contacts(plan: Plan) -> Iterator[str]:
    """Those who ask."""
    speaker = Speaker()
    for place in range(plan.contacts):
        who = f"user{place}@c{place // plan.contacts_each}.test"
        head = (plan.first_contact + place, plan.desk_id, plan.organisation_of(place), NULL, who, speaker.person())
        yield "\t".join(map(str, (*head, "", "contact", "ru", "t", "f", SINCE))) + "\n"


def _organisations(plan: Plan) -> int:
    return -(-plan.contacts // plan.contacts_each)
