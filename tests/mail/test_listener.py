"""The SMTP server for incoming mail, spoken to as other servers speak, and as attackers do (A18, A19, F07, F17)."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from opora.channels.email import acceptance, catcher, caught, listener
from opora.channels.models import IncomingMail
from opora.desks import tenancy
from opora.toolkit import files
from tests.mail.listening import listening
from tests.mail.post import NEIGHBOUR, SALES, SUPPORT, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port(transactional_post: Any) -> Iterator[int]:
    with listening(listener.serve) as port:
        yield port
    _close_other_connections()


@pytest.fixture
def client(port: int) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        yield client


def _rows() -> list[IncomingMail]:
    with tenancy.desk(tenancy.ALL_DESKS):
        return list(IncomingMail.objects.across_desks().order_by("pk"))


def _close_other_connections() -> None:
    """Threads of the server are gone; their connections must not hold the tables that the next test empties."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user"
        )


def test_mail_is_on_disk_and_in_the_database_with_its_job_before_250(client: smtplib.SMTP) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    raw = written()
    assert client.sendmail("bounce@romashka.example", [SUPPORT], raw) == {}
    (row,) = _rows()
    assert (row.state, row.envelope_from, row.envelope_to) == ("received", "bounce@romashka.example", SUPPORT)
    assert row.peer == "127.0.0.1"
    assert files.read(row.digest) == raw
    job = ProcrastinateJob.objects.get(task_name="channels.take_in", args__mail_id=row.pk)
    assert job.args["desk_id"] == row.desk_id


def test_mail_for_several_mailboxes_has_a_row_for_each(client: smtplib.SMTP) -> None:
    client.sendmail("a@b.example", [SUPPORT, SALES, NEIGHBOUR, SUPPORT.upper()], written())
    assert [row.envelope_to for row in _rows()] == [SUPPORT, SALES, NEIGHBOUR]
    assert len({row.desk_id for row in _rows()}) == 2


def test_address_with_a_token_is_ours(client: smtplib.SMTP) -> None:
    address = SUPPORT.replace("@", "+abcdefghij234567abcdefghij234567@")
    client.sendmail("a@b.example", [address], written())
    assert [row.envelope_to for row in _rows()] == [address]


@pytest.mark.parametrize(
    "address", ["nobody@alpha.example", "someone@elsewhere.example", "support@alpha.example.evil.example"]
)
def test_a19_no_relay_and_no_unknown_mailbox(client: smtplib.SMTP, address: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        client.sendmail("a@b.example", [address], written())
    assert refused.value.recipients[address][0] == 550
    assert _rows() == []


def test_a19_fifty_recipients_and_no_more(client: smtplib.SMTP) -> None:
    addresses = [SUPPORT.replace("@", f"+{number:020}@") for number in range(60)]
    refused = client.sendmail("a@b.example", addresses, written())
    assert len(refused) == 10
    assert {code for code, _ in refused.values()} == {452}


def test_size_is_announced_and_kept(client: smtplib.SMTP) -> None:
    client.ehlo()
    assert client.esmtp_features["size"] == str(25 * 1024 * 1024)
    with pytest.raises(smtplib.SMTPSenderRefused) as refused:
        client.sendmail("a@b.example", [SUPPORT], b"x" * (26 * 1024 * 1024))
    assert refused.value.smtp_code == 552
    assert _rows() == []


def test_long_line_of_a_mail_is_taken(client: smtplib.SMTP) -> None:
    client.sendmail("a@b.example", [SUPPORT], b"From: a@b.example\r\n\r\n" + b"On " * 20_000 + b"\r\n")
    assert len(_rows()) == 1


def test_f17_trouble_with_the_database_asks_to_come_again(
    client: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def fail(_: Any) -> None:
        raise OperationalError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(acceptance, "give_to_intake", fail)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@b.example", [SUPPORT], written())
    assert refused.value.smtp_code == 451
    assert _rows() == []
    client.sendmail("a@b.example", [SUPPORT], written())
    assert len(_rows()) == 1


def test_f18_full_disk_asks_to_come_again(client: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(acceptance.files, "keep", fail)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("a@b.example", [SUPPORT], written())
    assert refused.value.smtp_code == 451
    assert _rows() == []


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"])
def test_a18_smuggled_end_of_data_makes_no_second_mail(port: int, end: bytes) -> None:
    hidden = b"MAIL FROM:<ceo@victim.example>\r\nRCPT TO:<support@alpha.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx"
    with socket.create_connection(("127.0.0.1", port), timeout=5) as raw:
        for line in (b"EHLO x", b"MAIL FROM:<a@b.example>", f"RCPT TO:<{SUPPORT}>".encode(), b"DATA"):
            _read_reply(raw)
            raw.sendall(line + b"\r\n")
        _read_reply(raw)
        raw.sendall(b"Subject: one\r\n\r\nhello" + end + hidden + b"\r\n.\r\n")
        assert _read_reply(raw).startswith((b"250", b"5"))
        raw.sendall(b"QUIT\r\n")
    assert len(_rows()) <= 1
    assert all(row.envelope_from == "a@b.example" for row in _rows())


def _read_reply(raw: socket.socket) -> bytes:
    reply = b""
    while not reply.endswith(b"\r\n") or reply.splitlines()[-1][3:4] == b"-":
        reply += raw.recv(4096)
    return reply


def test_endless_line_is_cut_before_it_fills_the_memory(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "_FLOOD_BYTES", 3_000_000)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw, pytest.raises(OSError):
        for _ in range(100):
            raw.sendall(b"x" * 1_000_000)
        while raw.recv(4096):
            pass
        raise ConnectionResetError


def test_guesser_of_addresses_is_sent_away(client: smtplib.SMTP, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_ERRORS", 3)
    client.ehlo()
    client.mail("a@b.example")
    assert [client.rcpt(f"guess{number}@alpha.example")[0] for number in range(3)] == [550] * 3
    client.rset()
    assert client.mail("a@b.example")[0] == 421


def test_too_many_connections_of_one_peer_are_told_so(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_SESSIONS_OF_PEER", 2)
    calls = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(3)]
    greetings = [call.recv(200)[:3] for call in calls]
    for call in calls:
        call.close()
    assert greetings == [b"220", b"220", b"421"]


def test_null_sender_of_bounces_is_welcome(client: smtplib.SMTP) -> None:
    client.sendmail("", [SUPPORT], written())
    assert [row.envelope_from for row in _rows()] == [""]


def test_catcher_keeps_what_leaves(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    with listening(catcher.serve) as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.sendmail("", ["kunde@romashka.example"], written(subject="Первое"))
        client.sendmail("", ["kunde@romashka.example"], written(subject="Второе"))
    assert [mail.subject for mail in caught.list_caught(10)] == ["Второе", "Первое"]
    newest = caught.list_caught(1)[0]
    assert caught.read_caught(newest.name).text == newest.text


@pytest.mark.parametrize("name", ["../secret.key", "x.eml", "00000000000000000001-00000000.eml", ""])
def test_catcher_reads_only_names_of_its_own(settings: Any, tmp_path: Any, name: str) -> None:
    settings.DATA = tmp_path
    with pytest.raises(caught.NoSuchMail):
        caught.read_caught(name)
