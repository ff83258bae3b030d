"""The limited child process: what kills it, and that nothing else suffers."""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from opora.engine.mail import Flaw, framing, parse
from opora.engine.mail.isolate import ParseFailed, Parser, Reason
from opora.engine.mail.tests.messages import PNG, file, mail, parts, plain

HOSTILE = (
    Path(os.environ.get("OPORA_CORPORA") or Path(__file__).parents[5] / "shared" / "corpora").parent / "hostile_mail"
)
NORMAL = plain("привет")


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as ready:
        yield ready


def scripted(code: str) -> Parser:
    """A parser whose child runs `code` before its work."""
    program = f"import sys\nfrom opora.engine.mail import child\n{code}\nchild.main()"
    return Parser(command=(sys.executable, "-c", program), wall_seconds=20)


def test_isolated_reading_equals_reading(parser: Parser) -> None:
    text = mail("Content-Type: text/plain; charset=utf-8", body="вот")
    raw = parts(text, file(PNG, "Content-Type: image/png; name=a.png"), file(b"", "Content-Type: a/b; name=b"))
    assert parser.parse(raw) == parse(raw)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared hostile mails are not on this machine")
def test_every_hostile_mail_ends_within_its_limits(parser: Parser) -> None:
    for path in sorted(HOSTILE.glob("*.eml")):
        raw = path.read_bytes()
        start = time.monotonic()
        found = parser.parse(raw)
        assert time.monotonic() - start < 10, path.name
        assert found == parse(raw), path.name


def test_too_large_mail_is_refused_with_its_headers(parser: Parser) -> None:
    found = parser.parse(mail("Subject: big", body=b"x" * (26 * 1024 * 1024)))
    assert (found.refused, found.subject) == (Flaw.TOO_LARGE, "big")


def test_endless_reading_ends_by_cpu_and_the_next_mail_is_read() -> None:
    code = "from opora.engine.mail import limits\nlimits.CPU_SECONDS = 1\nreal = child.read\n"
    code += "def read(raw):\n while b'poison' in raw: pass\n return real(raw)\nchild.read = read"
    with scripted(code) as parser:
        assert parser.parse(NORMAL).text == "привет"
        with pytest.raises(ParseFailed) as caught:
            parser.parse(b"poison")
        assert caught.value.reason is Reason.CPU
        assert parser.parse(NORMAL).text == "привет"


def test_memory_beyond_the_limit_is_a_typed_failure() -> None:
    code = "real = child.read\ndef read(raw):\n return bytearray(10**9) if b'poison' in raw else real(raw)"
    code += "\nchild.read = read"
    with scripted(code) as parser:
        with pytest.raises(ParseFailed) as caught:
            parser.parse(b"poison")
        assert caught.value.reason is Reason.MEMORY
        assert parser.parse(NORMAL).text == "привет"


def test_crash_is_a_typed_failure() -> None:
    code = "import os\nreal = child.read\ndef read(raw):\n if b'poison' in raw: os.abort()\n return real(raw)"
    code += "\nchild.read = read"
    with scripted(code) as parser:
        with pytest.raises(ParseFailed) as caught:
            parser.parse(b"poison")
        assert caught.value.reason is Reason.CRASH
        assert parser.parse(NORMAL).text == "привет"


def test_silent_child_ends_by_wall_clock() -> None:
    with Parser(command=(sys.executable, "-c", "import time; time.sleep(60)"), wall_seconds=0.5) as parser:
        start = time.monotonic()
        with pytest.raises(ParseFailed) as caught:
            parser.parse(NORMAL)
    assert caught.value.reason is Reason.WALL_CLOCK
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "answer", ["b'x' * 9", "b'\\xff' * 64", "b'\\0' * 7 + b'\\x0c' + b'\\0\\0\\0\\x08' + b'{\"a\": 1}'"]
)
def test_lying_child_is_a_crash(answer: str) -> None:
    code = f"import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write({answer}); sys.stdout.flush()"
    with Parser(command=(sys.executable, "-c", code), wall_seconds=10) as parser, pytest.raises(ParseFailed) as caught:
        parser.parse(NORMAL)
    assert caught.value.reason is Reason.CRASH


def test_frame_carries_every_field() -> None:
    found = parse(plain("x", "Subject: Fwd: y", "Reply-To: r@s.test"))
    found = replace(found, refused=Flaw.TOO_LARGE, warnings=tuple(Flaw))
    assert framing.unpacked(framing.packed(found), digest=found.digest) == found


def test_child_gets_no_secret_of_the_parent(monkeypatch: pytest.MonkeyPatch, parser: Parser) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with Parser() as fresh:
        fresh.parse(NORMAL)
        assert fresh._child is not None
        assert b"secret" not in Path(f"/proc/{fresh._child.pid}/environ").read_bytes()
