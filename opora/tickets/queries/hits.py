"""Full-text search over names, subjects and messages, Russian and English. What one may not see does not match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from opora.customers.models import Contact
from opora.desks.models import Desk
from opora.journal.events import Actor
from opora.tickets.models import Message, Ticket
from opora.tickets.policies import FOR_ORGANISATION, can_see_notes
from opora.tickets.queries.reading import JOINED, called, visible

MOST = 200
SNIPPET = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket that matches, and a piece of the message that matches best; empty when name or subject did."""

    ticket: Ticket
    snippet: str


def search(desk: Desk, actor: Actor, text: str, *, limit: int = 20) -> list[Hit]:
    """The best matches: a ticket of that very name or number first. At most five queries.

    Words stand for their stems; quotation marks, `or` and `-` work as on the web. Notes match for staff only. Where
    more than 200 tickets match, the best of some 200 are given.
    """
    words = text.replace("\x00", "").strip()[:500]
    if not words:
        return []
    most = max(1, min(limit, MOST))
    rows = _found(desk, actor, words)[:most]
    seen = visible(desk, actor).select_related(*JOINED).defer("fields", "solution")
    exact = list(seen.filter(called(words))[:1]) if _may_be_name(words) else []
    tickets = seen.in_bulk([ticket for ticket, _ in rows])
    best: list[tuple[int, int | None]] = [(exact[0].pk, None)] if exact else []
    best += [row for row in rows if row[0] in tickets and not (exact and row[0] == exact[0].pk)]
    best = best[:most]
    texts = _texts(desk, actor, [message for _, message in best if message is not None])
    known = {**tickets, **{ticket.pk: ticket for ticket in exact}}
    return [Hit(known[ticket], _snippet(texts.get(message or 0, ""), words)) for ticket, message in best]


def _may_be_name(words: str) -> bool:
    """Names and numbers of tickets hold a digit."""
    return any(letter.isdigit() for letter in words)


def _found(desk: Desk, actor: Actor, words: str) -> list[tuple[int, int | None]]:
    requester, organisation = _narrowing(desk, actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ticket_id, message_id FROM opora_search(%s, %s, %s, %s, %s, %s)",
            [desk.pk, words, can_see_notes(actor), MOST, requester, organisation],
        )
        return [(ticket, message) for ticket, message in cursor.fetchall()]


def _narrowing(desk: Desk, actor: Actor) -> tuple[int | None, int | None]:
    """For a customer: whose tickets may match, so that those of others do not use up the places."""
    if not actor.is_contact:
        return None, None
    if actor.role not in FOR_ORGANISATION:
        return actor.reference, None
    contacts = Contact.objects.for_desk(desk).filter(pk=actor.reference)
    return actor.reference, contacts.values_list("organisation_id", flat=True).first()


def _texts(desk: Desk, actor: Actor, keys: Sequence[int]) -> dict[int, str]:
    rows = Message.objects.for_desk(desk).filter(pk__in=keys)
    if not can_see_notes(actor):
        rows = rows.filter(is_public=True)
    return dict(rows.values_list("pk", "text"))


def _snippet(text: str, words: str) -> str:
    """Some 200 characters around the first word that stands in the text as it was typed, or from the beginning."""
    line = " ".join(text.split())
    stems = [re.escape(word[: max(4, len(word) - 2)]) for word in re.findall(r"\w+", words)]
    found = re.search("|".join(stems), line, re.IGNORECASE) if stems else None
    start = max(0, found.start() - SNIPPET // 3) if found else 0
    piece = line[start : start + SNIPPET]
    return ("…" if start else "") + piece + ("…" if start + SNIPPET < len(line) else "")
