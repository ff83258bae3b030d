"""A request becomes a ticket."""

from __future__ import annotations

import pytest

from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import Forbidden, Missing, UnknownKey
from opora.tickets.models import Attachment, Message, Ticket
from opora.tickets.values import Draft, NewFile, Words
from opora.toolkit import files
from tests.cast import AT, words

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def draft(**more):
    return Draft(**{"subject": "Не открывается заказ", "words": words(), "channel": "portal", **more})


def test_ticket_gets_number_plan_line_and_status_of_the_charter(cast):
    ticket = actions.register(
        cast.desk, requester=cast.contact("requester"), draft=draft(), by=cast.actor("requester"), at=AT
    )
    kept = Ticket.objects.for_desk(cast.desk).get(pk=ticket.pk)
    assert (kept.number, kept.name) == (1, "OUT-00001")
    assert (kept.kind, kept.category, kept.priority, kept.priority_rank) == ("incident", "service", "medium", 3)
    assert (kept.status, kept.phase, kept.line) == ("new", "new", "line1")
    assert (kept.plan, kept.plan_weight, kept.channel) == ("standard", 20, "tickets")
    assert kept.charter_id == cast.desk.charter_id
    assert kept.organisation_id == cast.organisation.pk
    assert kept.assignee_id is None and kept.awaits_staff


def test_registration_is_in_the_journal_with_its_first_message(cast, register):
    ticket = register(text="При входе белый экран.")
    message = Message.objects.for_desk(cast.desk).get(ticket=ticket)
    assert (message.text, message.is_public, message.contact_id) == (
        "При входе белый экран.",
        True,
        cast.contact("requester").pk,
    )
    entry = Entry.objects.for_desk(cast.desk).get(ticket_id=ticket.pk)
    assert (entry.event, entry.public, entry.payload) == ("ticket_registered", True, {"message_id": message.pk})


def test_numbers_follow_each_other_and_each_desk_has_its_own(cast, register):
    from opora.desks import tenancy

    assert [register().name, register().name] == ["OUT-00001", "OUT-00002"]
    with tenancy.desk(cast.neighbour.pk):
        assert register(by="neighbour_contact").name == "BPM-00001"


def test_category_brings_its_own_kind_and_priority(register):
    ticket = register(category="shop/availability")
    assert (ticket.kind, ticket.priority, ticket.priority_rank) == ("incident", "critical", 1)
    fixed = register(category="content/rules", fields={"when": "ночью"})
    assert (fixed.kind, fixed.priority) == ("content", "low")


def test_channel_may_say_the_kind(register):
    ticket = register(channel="discuss", fields={"contacts": "+7 900 000-00-00"})
    assert (ticket.kind, ticket.channel) == ("enquiry", "discuss")


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "wish"), ("category", "nowhere/here"), ("priority", "urgent"), ("channel", "pigeon")]
)
def test_word_the_charter_does_not_know_is_refused(register, cast, field, value):
    with pytest.raises(UnknownKey) as refusal:
        register(**{field: value})
    assert refusal.value.field == field and refusal.value.allowed
    assert not Ticket.objects.for_desk(cast.desk).exists()


def test_contact_without_a_contract_has_the_default_plan(register):
    assert register(by="stranger", channel="email").plan == "enquiry"


def test_person_of_the_desk_registers_for_a_customer_whose_words_they_are(cast):
    ticket = actions.register(
        cast.desk, requester=cast.contact("requester"), draft=draft(channel="phone"), by=cast.actor("agent"), at=AT
    )
    message = Message.objects.for_desk(cast.desk).get(ticket=ticket)
    entry = Entry.objects.for_desk(cast.desk).get(ticket_id=ticket.pk)
    assert message.contact_id == cast.contact("requester").pk and message.member_id is None
    assert entry.actor_name == "Анна Петрова"


@pytest.mark.parametrize("name", ["colleague", "stranger", "quality", "writer", "neighbour_agent", "neighbour_contact"])
def test_others_do_not_register_in_the_requesters_name(cast, name):
    with pytest.raises(Forbidden):
        actions.register(cast.desk, requester=cast.contact("requester"), draft=draft(), by=cast.actor(name), at=AT)
    assert not Ticket.objects.for_desk(cast.desk).exists()


def test_contact_of_another_desk_is_refused_without_a_name(cast):
    neighbour = cast.contact("neighbour_contact")
    with pytest.raises(UnknownKey) as refusal:
        actions.register(cast.desk, requester=neighbour, draft=draft(), by=cast.actor("agent"), at=AT)
    assert refusal.value.field == "contact"
    assert neighbour.name not in refusal.value.sentence()


def test_blocked_contact_registers_nothing(cast):
    contact = cast.contact("requester")
    contact.is_blocked = True
    with pytest.raises(Forbidden):
        actions.register(cast.desk, requester=contact, draft=draft(), by=cast.actor("requester"), at=AT)


def test_required_answers_of_the_form_are_demanded_where_the_form_is_seen(register):
    with pytest.raises(Missing) as refusal:
        register(kind="content", category="content/rules", fields={"what": "Баннер"})
    assert refusal.value.fields == ("fields.when",)
    assert "Когда разместить" in refusal.value.sentence()


def test_message_answers_the_first_required_question_of_the_form(register):
    assert register(kind="incident").fields == {}


def test_mail_is_taken_without_the_answers_of_the_form(cast):
    ticket = actions.register(
        cast.desk,
        requester=cast.contact("requester"),
        draft=draft(kind="content", category="content", channel="email"),
        by=cast.actor("system", via="mail"),
        at=AT,
    )
    assert ticket.kind == "content"


def test_answer_the_form_does_not_ask_for_is_refused(register):
    with pytest.raises(UnknownKey) as refusal:
        register(fields={"is_internal": "false"})
    assert refusal.value.field == "fields.is_internal"


def test_empty_subject_is_demanded_on_a_page_and_made_from_the_text_in_mail(cast, register):
    with pytest.raises(Missing) as refusal:
        register(subject="  \x00 ")
    assert refusal.value.field == "subject"
    mail = draft(subject="", words=Words("Первая строка\nвторая"), channel="email")
    ticket = actions.register(
        cast.desk, requester=cast.contact("requester"), draft=mail, by=cast.actor("requester", via="mail"), at=AT
    )
    assert ticket.subject == "Первая строка вторая"


def test_control_characters_and_length_do_no_harm(register):
    ticket = register(subject="А\x00Б\r\nBcc: x\u0007" + "я" * 900, text="ноль\x00байт")
    assert ticket.subject.startswith("АБ Bcc: x") and len(ticket.subject) == 500


def test_attachment_is_kept_by_digest_under_its_own_type_and_a_safe_name(cast, settings, tmp_path):
    settings.FILES = tmp_path
    file = NewFile("../../снимок\u202e.png", PNG, "text/html")
    ticket = actions.register(
        cast.desk,
        requester=cast.contact("requester"),
        draft=draft(words=words(files=(file,))),
        by=cast.actor("requester"),
        at=AT,
    )
    kept = Attachment.objects.for_desk(cast.desk).get(message__ticket=ticket)
    assert (kept.name, kept.type, kept.size) == ("снимок.png", "image/png", len(PNG))
    assert files.read(kept.digest) == PNG


def test_registering_costs_few_statements(unwired, register, django_assert_num_queries):
    register()
    with django_assert_num_queries(7):  # savepoint, contract, number, ticket, message, entry, release
        register()
