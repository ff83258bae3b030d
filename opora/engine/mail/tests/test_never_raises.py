"""Whatever the bytes: a result, soon."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.engine.mail import Flaw, parse
from opora.engine.mail.reading import read
from opora.engine.mail.tests.messages import PNG, file, html, mail, parts, plain

SEEDS = (
    plain("Привет\n> цитата\n-- \nя", "Subject: =?utf-8?B?0J7RiNC40LHQ?= =?koi8-r?Q?=C1?=", charset="koi8-r"),
    html("<div>x<blockquote type=cite>y</blockquote><img src=cid:a></div>", "References: <a@b> <c@d>"),
    parts(
        mail("Content-Type: text/plain", body="a"), file(PNG, "Content-Type: image/png; name*0*=utf-8''%D0; name*1=b")
    ),
    parts(
        mail("Content-Type: message/delivery-status", body="Final-Recipient: rfc822; a@b\nStatus: 5.1.1"), kind="report"
    ),
)
TOKENS = (
    b"--=_part",
    b"\r\n",
    b"\n\n",
    b"=?utf-8?B?",
    b"?=",
    b'"',
    b"<",
    b">",
    b"(",
    b"\\",
    b";",
    b"\x00",
    b"\xd0",
    b"*0*=",
    b":",
)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def check(raw: bytes) -> None:
    json.dumps(read(raw).as_dict()).encode()


@SETTINGS
@given(st.binary(max_size=2000))
def test_random_bytes(raw: bytes) -> None:
    check(raw)


@SETTINGS
@given(st.lists(st.sampled_from(TOKENS) | st.binary(max_size=8), max_size=200).map(b"".join))
def test_random_tokens(raw: bytes) -> None:
    check(b"From: a@b\r\nContent-Type: multipart/mixed; boundary==_part\r\n" + raw)


@SETTINGS
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 40), st.sampled_from(TOKENS) | st.binary(max_size=6)),
        min_size=1,
        max_size=12,
    ),
)
def test_mutated_mails(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, length, piece in changes:
        place = at % (len(seed) + 1)
        seed = seed[:place] + piece + seed[place + length :]
    check(seed)


@SETTINGS
@given(
    st.sampled_from(
        ("From", "To", "Subject", "Message-ID", "References", "Date", "Content-Type", "Content-Disposition")
    ),
    st.text(max_size=300),
)
def test_random_headers(name: str, value: str) -> None:
    check(f"{name}: {value}\r\n\r\nx".encode("utf-8", "replace"))


BIG = 100_000
BOMBS = {
    "quotes": mail("From: " + '"' * BIG),
    "escaped quotes": mail("From: " + '\\"' * BIG),
    "brackets": mail("To: " + "<" * BIG),
    "parentheses": mail("To: " + "(" * BIG),
    "colons": mail("To: " + "a:" * BIG),
    "colons and end": mail("To: " + "a:" * (BIG // 3) + ";"),
    "commas": mail("To: " + "a@b.c," * BIG),
    "encoded words": mail("Subject: " + "=?a?q?" * BIG),
    "open words": mail("Subject: " + "=?utf-8?q?a?b" * BIG),
    "parameters": mail("Content-Type: text/plain; " + 'a="' * BIG),
    "parameter pieces": mail("Content-Type: text/plain; " + "".join(f"name*{n}*=x;" for n in range(BIG))),
    "folds": mail("Subject: x" + "\r\n y" * BIG),
    "references": mail("References: " + "<a@b>" * BIG),
    "date": mail("Date: " + "1" * BIG),
    "boundaries": mail("Content-Type: multipart/mixed; boundary=b", body="--b" * BIG),
    "base64": mail("Content-Transfer-Encoding: base64", body="=" * BIG + "A=" * BIG),
    "quoted-printable": mail("Content-Transfer-Encoding: quoted-printable", body="=" * BIG * 10),
    "uuencode": mail("From: a@b", body="begin 644 a\n" * BIG),
    "html nesting": mail("Content-Type: text/html", body="<div>" * 200_000),
    "html quotes": mail("Content-Type: text/html", body="<blockquote>" * 80_000 + "x"),
    "header block": mail("From: a@b", body="От: x\nКому: y\n" * 5_000),
    "delivery status": parts(
        mail("Content-Type: message/delivery-status", body="Final-Recipient: rfc822; a@b\n\n" * BIG), kind="report"
    ),
    "bounce prose": mail("From: mailer-daemon@x", "Subject: undelivered", body="a@" * BIG + "x.y " * BIG),
    "mac lines": b"X: y\r" * BIG,
    "idn": mail("Content-Type: text/plain; charset=idna", body="x" * BIG),
    "nul": b"\x00" * BIG,
    "colon": b":" * BIG,
    "cids": mail("Content-Type: text/html", body="cid:" * BIG),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_end_in_seconds(bomb: str) -> None:
    start = time.process_time()
    check(BOMBS[bomb])
    assert time.process_time() - start < 5


def test_parse_answers_even_when_the_reader_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr("opora.engine.mail.reading.read", fail)
    found = parse(b"Subject: x\n\nwords")
    assert (found.refused, found.text) == (Flaw.NOT_UNDERSTOOD, "Subject: x\n\nwords")
