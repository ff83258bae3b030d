"""Organisations, contacts, contracts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from opora.customers import actions
from opora.customers.errors import NotYours, Taken, Unusable
from opora.customers.models import Contact, Contract, Organisation
from opora.customers.queries import plan_of
from opora.desks import tenancy
from opora.journal.models import Entry
from tests.cast import AT

DAY = date(2026, 11, 16)


def recognise(cast, email, name="Кто-то"):
    return actions.recognise(cast.desk, email=email, name=name, at=AT)


def test_known_address_is_recognised_in_any_case(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        contact, is_new = recognise(cast, " Requester@ROMASHKA.example ")
    assert (contact.pk, is_new) == (cast.contact("requester").pk, False)
    assert contact.name == "Иван Заказов"


def test_stranger_becomes_a_contact_of_no_organisation(cast):
    contact, is_new = recognise(cast, "Who@Elsewhere.example", "  Кто\r\nBcc: x ")
    assert is_new and (contact.email, contact.name, contact.organisation) == (
        "who@elsewhere.example",
        "Кто Bcc: x",
        None,
    )
    assert (contact.role, contact.is_verified) == ("contact", False)
    entry = Entry.objects.for_desk(cast.desk).get(event="contact_added", payload__recognised=True)
    assert entry.actor_kind == "system" and entry.payload["contact_id"] == contact.pk


def test_domain_of_one_organisation_makes_its_contact(cast):
    assert recognise(cast, "new@romashka.example")[0].organisation == cast.organisation


def test_domain_of_two_organisations_makes_no_guess(cast):
    actions.add_organisation(cast.desk, name="Филиал", domains=["romashka.example"], by=cast.actor("agent"), at=AT)
    assert recognise(cast, "new@romashka.example")[0].organisation is None


def test_domain_of_the_neighbours_customer_is_no_help(cast):
    with tenancy.desk(cast.neighbour.pk):
        contact, is_new = actions.recognise(cast.neighbour, email="requester@romashka.example", name="x", at=AT)
    assert is_new and contact.organisation_id is None and contact.desk_id == cast.neighbour.pk


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b@c.example", "a b@c.example", "x@" + "y" * 300 + ".example", "a\x00@b.example"]
)
def test_what_is_no_address_is_refused(cast, email):
    with pytest.raises(Unusable) as refusal:
        recognise(cast, email)
    assert refusal.value.field == "email" and refusal.value.sentence()


@pytest.mark.django_db(transaction=True)
def test_two_first_letters_at_once_make_one_contact(transactional_cast):
    cast, gate = transactional_cast, Barrier(2)

    def write(_):
        try:
            with tenancy.desk(cast.desk.pk):
                gate.wait(timeout=10)
                return recognise(cast, "twin@elsewhere.example")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        (first, _), (second, _) = pool.map(write, range(2))
    assert first.pk == second.pk
    assert Contact.objects.for_desk(cast.desk).filter(email="twin@elsewhere.example").count() == 1


@pytest.mark.parametrize("name", ["quality", "writer", "developer", "requester", "customer_admin", "neighbour_agent"])
def test_only_those_who_work_tickets_add_customers(cast, name):
    by = cast.actor(name)
    with pytest.raises(NotYours):
        actions.add_organisation(cast.desk, name="x", by=by, at=AT)
    with pytest.raises(NotYours):
        actions.add_contact(cast.desk, email="x@y.example", name="x", by=by, at=AT)
    assert Organisation.objects.for_desk(cast.desk).count() == 1


def test_organisation_and_contact_are_added_once(cast):
    agent = cast.actor("agent")
    with pytest.raises(Taken):
        actions.add_organisation(cast.desk, name="ооо «ромашка»", by=agent, at=AT)
    with pytest.raises(Taken):
        actions.add_contact(cast.desk, email="REQUESTER@romashka.example", name="x", by=agent, at=AT)
    assert Contact.objects.for_desk(cast.desk).count() == 4


def test_contact_gets_neither_a_staff_role_nor_a_foreign_organisation(cast):
    agent = cast.actor("agent")
    with pytest.raises(Unusable):
        actions.add_contact(cast.desk, email="x@y.example", name="x", role="owner", by=agent, at=AT)
    foreign = Organisation(pk=10**9, desk_id=cast.neighbour.pk, name="Чужая")
    with pytest.raises(Unusable) as refusal:
        actions.add_contact(cast.desk, email="x@y.example", name="x", organisation=foreign, by=agent, at=AT)
    assert "Чужая" not in refusal.value.sentence()


@pytest.mark.parametrize("name", ["agent", "quality", "requester", "neighbour_owner"])
def test_contracts_are_signed_by_leads_and_above(cast, name):
    with pytest.raises(NotYours):
        actions.sign_contract(cast.organisation, plan="basic", starts_on=DAY, ends_on=None, by=cast.actor(name), at=AT)
    assert Contract.objects.for_desk(cast.desk).count() == 1


@pytest.mark.parametrize(
    ("more", "field"), [({"plan": "platinum"}, "plan"), ({"ends_on": DAY - timedelta(days=1)}, "ends_on")]
)
def test_contract_has_a_plan_of_the_charter_and_days_in_order(cast, more, field):
    facts = {"plan": "basic", "starts_on": DAY, "ends_on": None, **more}
    with pytest.raises(Unusable) as refusal:
        actions.sign_contract(cast.organisation, by=cast.actor("lead"), at=AT, **facts)
    assert refusal.value.field == field


def test_plan_is_that_of_the_contract_begun_last_on_that_day(cast, django_assert_num_queries):
    lead, contact, week = cast.actor("lead"), cast.contact("requester"), timedelta(days=7)
    actions.sign_contract(
        cast.organisation, plan="extended", starts_on=DAY + week, ends_on=DAY + 2 * week, by=lead, at=AT
    )
    days = {
        DAY - week: "enquiry",
        DAY: "standard",
        DAY + week: "extended",
        DAY + 2 * week: "extended",
        DAY + 3 * week: "standard",
    }
    for day, plan in days.items():
        with django_assert_num_queries(1):
            assert plan_of(contact, charter=cast.charter, on=day) == plan


def test_contact_without_an_organisation_costs_no_query(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert plan_of(cast.contact("stranger"), charter=cast.charter, on=DAY) == "enquiry"


def test_plan_the_charter_no_longer_knows_becomes_the_default_one(cast):
    Contract.objects.for_desk(cast.desk).update(plan="forgotten")
    assert plan_of(cast.contact("requester"), charter=cast.charter, on=DAY) == "enquiry"
