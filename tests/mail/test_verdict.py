"""The decision alone: one row for each rule, no database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from opora.channels.email.intake.pattern import key_of, pattern_of
from opora.channels.email.intake.verdict import Facts, Fate, decide
from opora.engine.mail import Auto, Bounce, Flaw, parse

PLAIN = parse(b"From: a@b.example\r\nMessage-ID: <1@b>\r\nSubject: s\r\n\r\nhello world\r\n")
BOUNCE = Bounce(recipients=(), returned_message_id="x", is_delay=False)
KNOWN = Facts(has_sender=True)


def _mail(**changes: Any) -> Any:
    if "auto" in changes:
        changes.setdefault("may_be_answered", changes["auto"] is Auto.NONE)
    return replace(PLAIN, **changes)


@pytest.mark.parametrize(
    ("mail", "facts", "fate", "reason"),
    [
        (_mail(), {}, Fate.TICKET, ""),
        (_mail(refused=Flaw.TOO_LARGE), {}, Fate.QUARANTINE, "too-large"),
        (_mail(), {"is_own": True}, Fate.IGNORED, "own"),
        (_mail(), {"earlier_id": 7}, Fate.DUPLICATE, "again"),
        (_mail(), {"earlier_id": 7, "is_own": True}, Fate.IGNORED, "own"),
        (_mail(), {"has_sender": False}, Fate.QUARANTINE, "no-sender"),
        (_mail(bounce=BOUNCE), {"has_sender": False, "has_report": True}, Fate.REPORT, "report"),
        (_mail(bounce=replace(BOUNCE, is_delay=True)), {"has_report": True}, Fate.REPORT, "delay"),
        (_mail(bounce=BOUNCE), {"has_thread": True, "is_party": True}, Fate.QUARANTINE, "foreign-report"),
        (_mail(bounce=BOUNCE, auto=Auto.BOUNCE), {"is_released": True}, Fate.TICKET, ""),
        (_mail(), {"has_thread": True, "is_party": True}, Fate.REPLY, ""),
        (_mail(), {"has_thread": True}, Fate.NOTE, "new-address"),
        (_mail(), {"has_thread": True, "is_party": True, "is_blocked": True}, Fate.QUARANTINE, "blocked"),
        (_mail(), {"is_blocked": True}, Fate.QUARANTINE, "blocked"),
        (_mail(auto=Auto.AUTO_REPLY), {"has_thread": True, "is_party": True}, Fate.REPLY, "automatic"),
        (_mail(), {"is_staff": True, "has_thread": True}, Fate.NOTE, "not-authenticated"),
        (_mail(), {"is_staff": True, "has_thread": True, "is_party": True}, Fate.NOTE, "not-authenticated"),
        (_mail(), {"is_staff": True}, Fate.QUARANTINE, "not-authenticated"),
        (_mail(), {"is_staff": True, "has_thread": True, "is_proved": True}, Fate.STAFF_REPLY, ""),
        (_mail(), {"is_staff": True, "is_proved": True}, Fate.TICKET, ""),
        (_mail(), {"is_staff": True, "is_released": True}, Fate.TICKET, ""),
        (_mail(), {"is_staff": True, "has_thread": True, "is_released": True}, Fate.NOTE, "not-authenticated"),
        (_mail(), {"new_tickets": 19}, Fate.TICKET, ""),
        (_mail(), {"new_tickets": 20}, Fate.QUARANTINE, "too-many"),
        (_mail(), {"new_tickets": 20, "is_released": True}, Fate.TICKET, ""),
        (_mail(), {"new_tickets": 20, "has_thread": True, "is_party": True}, Fate.REPLY, ""),
        (_mail(), {"same_pattern": 3}, Fate.QUARANTINE, "loop"),
        (_mail(auto=Auto.LIST), {"same_pattern": 3}, Fate.TICKET, ""),
    ],
)
def test_first_fitting_rule_decides(mail: Any, facts: dict[str, Any], fate: Fate, reason: str) -> None:
    verdict = decide(mail, replace(KNOWN, **facts))
    assert (verdict.fate, verdict.reason) == (fate, reason)


@pytest.mark.parametrize(
    ("facts", "check"),
    [
        ({}, "ok"),
        ({"has_thread": True}, "new_address"),
        ({"has_thread": True, "is_party": True}, "ok"),
        ({"is_staff": True, "has_thread": True}, "unauthenticated"),
        ({"is_staff": True, "is_released": True}, "unauthenticated"),
    ],
)
def test_doubt_about_the_sender_is_written_down(facts: dict[str, Any], check: str) -> None:
    assert decide(PLAIN, replace(KNOWN, **facts)).sender_check == check


@pytest.mark.parametrize("auto", [one for one in Auto if one is not Auto.NONE])
def test_a13_what_no_machine_may_answer_is_automatic(auto: Auto) -> None:
    assert decide(_mail(auto=auto), KNOWN).automatic


@pytest.mark.parametrize(("auto", "automatic"), [(Auto.LIST, False), (Auto.NONE, False), (Auto.AUTO_REPLY, True)])
def test_person_on_a_list_moves_the_ticket_and_a_robot_does_not(auto: Auto, automatic: bool) -> None:
    facts = replace(KNOWN, has_thread=True, is_party=True)
    assert decide(_mail(auto=auto), facts).automatic is automatic


def _of(text: str, subject: str = "s") -> str:
    return pattern_of(parse(f"From: a@b.example\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()))


def test_pattern_is_blind_to_numbers_and_signs_and_sees_words() -> None:
    assert _of("We got ticket 17!") == _of("we got ticket #9005")
    assert _of("Сломался принтер") != _of("Сломался сканер")
    assert _of("ok", subject="Первое дело") != _of("ok", subject="Второе дело")
    assert _of("", subject="12345") == ""


def test_key_is_the_message_id_of_this_sender_or_the_bytes() -> None:
    assert key_of(PLAIN, "a@b.example") != key_of(PLAIN, "c@b.example")
    nameless = parse(b"From: a@b.example\r\n\r\nhello\r\n")
    assert key_of(nameless, "a@b.example") == nameless.digest
