"""Every mail of the hostile collection ends: as words on a ticket, put aside or dropped, and within its limits."""

from __future__ import annotations

import time
from typing import Any

import pytest

from opora.channels.email.intake import taking
from opora.channels.models import IncomingMail
from opora.engine.mail import sanitise
from opora.engine.mail.isolate import ParseFailed, Reason
from opora.notify.models import Notification
from opora.tickets.models import Attachment, Message
from tests.mail.post import HOSTILE, hostile, written

pytestmark = pytest.mark.django_db

NAMES = sorted(path.name for path in HOSTILE.glob("*.eml")) if HOSTILE.is_dir() else []
ENDS = {"ticket", "reply", "ignored", "duplicate", "quarantine"}


@pytest.mark.skipif(not NAMES, reason=f"the collection of hostile mail is not at {HOSTILE}")
@pytest.mark.parametrize("name", NAMES)
def test_f09_a32_every_hostile_mail_ends_and_the_next_one_is_read(post: Any, name: str) -> None:
    begun = time.monotonic()
    mail = post.deliver((HOSTILE / name).read_bytes())
    assert time.monotonic() - begun < 12
    assert mail.state in ENDS
    assert (mail.state, mail.reason) != ("quarantine", "error")
    assert mail.handled_at is not None
    assert post.deliver(written(text="Обычное письмо")).state == "ticket"


def test_sum_of_mails_is_sum_of_ends(post: Any) -> None:
    raws = [written(text=f"Письмо {word}") for word in ("раз", "два", "три")]
    for raw in [
        *raws,
        raws[0],
        b"",
        b"\x00\xff",
        b"From: x\r\n\r\n",
        written(headers={"Auto-Submitted": "auto-replied"}),
    ]:
        post.deliver(raw)
    rows = IncomingMail.objects.for_desk(post.cast.desk)
    assert rows.count() == 8
    assert rows.filter(state__in=ENDS, handled_at__isnull=False).count() == 8
    tickets = rows.filter(state="ticket")
    assert tickets.count() == Message.objects.for_desk(post.cast.desk).values("ticket").distinct().count()


def test_mail_without_a_sender_is_put_aside(post: Any) -> None:
    mail = post.deliver(b"Subject: who am I\r\n\r\nhello\r\n")
    assert (mail.state, mail.reason) == ("quarantine", "no-sender")


@pytest.mark.parametrize("reason", list(Reason))
def test_f09_poison_mail_is_put_aside_with_its_reason_and_one_alarm(
    post: Any, monkeypatch: pytest.MonkeyPatch, reason: Reason
) -> None:
    def fail(raw: bytes) -> Any:
        raise ParseFailed(reason)

    monkeypatch.setattr(taking.reader, "read", fail)
    first, _second = post.deliver(written()), post.deliver(written())
    assert (first.state, first.reason) == ("quarantine", reason.value)
    told = Notification.objects.for_desk(post.cast.desk).filter(event="mail_quarantined")
    assert told.filter(member=post.cast.member("admin")).count() == 1


def test_f09_error_of_ours_is_put_aside_and_undone(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(taking.remarks, "leave", break_down)
    mail = post.deliver(written())
    assert (mail.state, mail.reason, mail.ticket) == ("quarantine", "error", None)
    assert not Message.objects.for_desk(post.cast.desk).exists()
    assert mail.subject
    assert mail.sender == "requester@romashka.example"


def test_f09_try_again_after_the_fault_is_repaired(post: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from opora.channels.email import intake
    from opora.channels.errors import NotYours

    with monkeypatch.context() as broken:
        broken.setattr(taking.remarks, "leave", lambda *_, **__: 1 / 0)
        mail = post.deliver(written())
    with pytest.raises(NotYours):
        intake.try_again(mail, by=post.cast.actor("agent"), at=post.now)
    waiting = intake.try_again(mail, by=post.cast.actor("lead"), at=post.now)
    assert waiting.state == "received"
    assert post.take_in(waiting).state == "ticket"
    assert intake.try_again(waiting, by=post.cast.actor("lead"), at=post.now).state == "ticket"


def test_released_mail_passes_the_doubts_that_held_it(post: Any) -> None:
    from opora.channels.email import intake

    mail = post.deliver(written(sender=post.cast.member("agent").user.email))
    assert mail.reason == "not-authenticated"
    released = post.take_in(intake.try_again(mail, by=post.cast.actor("admin"), at=post.now))
    assert released.state == "ticket"
    assert released.message.sender_check == "unauthenticated"


def test_discarded_mail_stays_out(post: Any) -> None:
    from opora.channels.email import intake

    mail = post.deliver(b"Subject: nobody\r\n\r\nhello\r\n")
    assert intake.discard(mail, by=post.cast.actor("lead"), at=post.now).state == "ignored"
    assert post.take_in(mail).state == "ignored"


def test_neighbours_lead_cannot_touch_our_quarantine(post: Any) -> None:
    from opora.channels.email import intake
    from opora.channels.errors import NotYours

    mail = post.deliver(b"Subject: nobody\r\n\r\nhello\r\n")
    with pytest.raises(NotYours):
        intake.try_again(mail, by=post.cast.actor("neighbour_owner"), at=post.now)


def test_a20_html_is_kept_as_it_came_and_harmless_when_shown(post: Any) -> None:
    html = '<p onclick="x()">Привет</p><script>alert(1)</script><img src="https://evil.example/p">'
    raw = written().replace(b"text/plain", b"text/html")
    raw = raw.split(b"\r\n\r\n")[0].replace(b"base64", b"8bit") + b"\r\n\r\n" + html.encode()
    message = post.deliver(raw).message
    shown = sanitise(message.html)
    assert "Привет" in message.text
    assert "script" not in shown
    assert "onclick" not in shown
    assert "evil.example" not in shown


def test_a20_hostile_mail(post: Any) -> None:
    mail = post.deliver(hostile("A20"))
    shown = sanitise(mail.message.html).lower()
    assert not any(
        word in shown for word in ("<script", "onerror", "javascript:", "<iframe", "<form", "position:fixed")
    )


def test_a21_types_of_files_come_from_their_content(post: Any) -> None:
    mail = post.deliver(hostile("A21"))
    types = set(Attachment.objects.for_desk(post.cast.desk).filter(message=mail.message).values_list("type", flat=True))
    assert types
    assert not types & {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "multipart/related"}


def test_a22_names_of_files_are_cleaned(post: Any) -> None:
    mail = post.deliver(hostile("A22"))
    names = list(
        Attachment.objects.for_desk(post.cast.desk).filter(message=mail.message).values_list("name", flat=True)
    )
    assert names
    for name in names:
        assert len(name) <= 150
        assert not set(name) & set('/\\<>"\x00\r\n\u202e\u200b')


def test_a28_template_words_stay_words(post: Any) -> None:
    ticket = post.ticket(subject="{{ settings.SECRET_KEY }} %(x)s {0.__class__}", text="{% debug %} ${env}")
    (ours,) = post.outbox()
    assert "{{ settings.SECRET_KEY }} %(x)s {0.__class__}" in ours.text
    assert ticket.subject in ours.subject


def test_a32_warnings_of_the_reader_are_shown_to_the_staff(post: Any) -> None:
    parts = b"".join(
        b"--b\r\nContent-Disposition: attachment; filename=f%d\r\n\r\nx\r\n" % number for number in range(30)
    )
    head = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    mail = post.deliver(head + b"--b\r\n\r\nhello\r\n" + parts + b"--b--\r\n")
    assert "too-many-attachments" in mail.warnings
    assert Message.objects.for_desk(post.cast.desk).filter(ticket=mail.ticket, is_public=False).count() == 1


def test_letters_of_koi8_and_1251_and_files_arrive(post: Any) -> None:
    for charset in ("koi8-r", "windows-1251"):
        subject = f"=?{charset}?B?".encode() + __import__("base64").b64encode("Тема".encode(charset)) + b"?="
        raw = (
            b"From: a@b.example\r\nSubject: " + subject + b"\r\nContent-Type: text/plain; charset=" + charset.encode()
            + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + f"Не печатает, {charset}".encode(charset)
        )  # fmt: skip
        mail = post.deliver(raw)
        assert (mail.ticket.subject, mail.message.text) == ("Тема", f"Не печатает, {charset}")
