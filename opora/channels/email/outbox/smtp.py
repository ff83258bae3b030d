"""One talk with the mail server: what became of one letter, and how sure we are of it.

Source: RFC 5321; sections 3.8 (lost connections) and 4.5.4 (retries). The last dot is sent apart from the body, and
`before_end` is called between them: until then the server has nothing to deliver, after it nobody but the server knows.
"""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from opora.channels.email.outbox.compose import Letter

CONNECT_SECONDS = 10.0
COMMAND_SECONDS = 30.0
END_SECONDS = 120.0
WHOLE_SECONDS = 55.0
"""The whole talk, so that a silent server never holds a worker for a minute (F06)."""

_WORDS = 300


class Outcome(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    LATER = "later"  # refused for now, nothing was delivered
    UNREACHABLE = "unreachable"  # there was no server to talk to
    REFUSED = "refused"  # refused for good
    SIGN_IN = "sign-in"  # the server does not know us
    UNCERTAIN = "uncertain"  # handed over, and no answer came


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome with the server's own words; `was_silent`: it kept us waiting until our patience ended."""

    outcome: Outcome
    words: str = ""
    was_silent: bool = False


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes, from `smtp://` or `smtps://name:password@host:port`."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, url: str) -> Server:
        """The server of a URL."""
        parts: SplitResult = urlsplit(url)
        is_tls = parts.scheme == "smtps"
        default = 465 if is_tls else (587 if parts.username else 25)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "localhost", parts.port or default, is_tls, user, password)

    @property
    def is_here(self) -> bool:
        """On this machine."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class _Failed(Exception):
    def __init__(self, result: Result) -> None:
        self.result = result


def deliver(letter: Letter, *, server: Server, helo: str, before_end: Callable[[], None]) -> Result:
    """Hand `letter` to the server. Never raises for the server's sake; what `before_end` raises comes out."""
    talk = _new_talk(server, helo)
    with contextlib.closing(talk), _in_time(talk) as was_cut:
        try:
            _connect(talk, server)
            result = _handed(talk, letter, before_end)
        except _Failed as failed:
            result = failed.result
    return replace(result, was_silent=True) if was_cut() else result


def _new_talk(server: Server, helo: str) -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if server.is_tls else smtplib.SMTP
    talk = kind(local_hostname=helo, timeout=CONNECT_SECONDS)
    talk._host = server.host  # type: ignore[attr-defined]  # what smtplib checks the certificate against
    return talk


def _connect(talk: smtplib.SMTP, server: Server) -> None:
    try:
        code, words = talk.connect(server.host, server.port)
    except (OSError, smtplib.SMTPException) as error:
        raise _Failed(_of_fault(Outcome.UNREACHABLE, error)) from error
    if code != 220:
        raise _Failed(_of_reply(code, words))
    _patience(talk, COMMAND_SECONDS)
    with _before_the_end():
        talk.ehlo_or_helo_if_needed()
        _encrypt(talk, server)
        _sign_in(talk, server)


def _encrypt(talk: smtplib.SMTP, server: Server) -> None:
    """Where a password travels, encryption with a verified certificate is a must; elsewhere whatever is offered."""
    needs = bool(server.user) and not server.is_here
    if server.is_tls or not (talk.has_extn("starttls") or needs):
        return
    context = ssl.create_default_context() if needs else _unverified()
    talk.starttls(context=context)
    talk.ehlo()


def _unverified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _sign_in(talk: smtplib.SMTP, server: Server) -> None:
    if not server.user:
        return
    try:
        talk.login(server.user, server.password)
    except smtplib.SMTPAuthenticationError as error:
        words = _plain(error.smtp_error)
        is_ours = error.smtp_code >= 500
        raise _Failed(Result(Outcome.SIGN_IN if is_ours else Outcome.LATER, f"{error.smtp_code} {words}")) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _Failed(Result(Outcome.SIGN_IN, str(error)[:_WORDS])) from error


def _handed(talk: smtplib.SMTP, letter: Letter, before_end: Callable[[], None]) -> Result:
    with _before_the_end():
        _demand(talk.mail(letter.envelope_from, [f"size={len(letter.content)}"] if talk.has_extn("size") else []))
        _demand(talk.rcpt(letter.to_address))
        _demand(talk.docmd("DATA"), wanted=354)
        talk.send(_stuffed(letter.content))
    before_end()
    try:
        _patience(talk, END_SECONDS)
        talk.send(b".\r\n")
        code, words = talk.getreply()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _of_fault(Outcome.UNCERTAIN, error)
    if not 200 <= code < 300:
        return _of_reply(code, words)
    _part(talk)
    return Result(Outcome.SENT, f"{code} {_plain(words)}")


@contextmanager
def _before_the_end() -> Iterator[None]:
    """Whatever breaks here, the server has nothing to deliver."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise _Failed(_of_reply(error.smtp_code, error.smtp_error)) from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _Failed(_of_fault(Outcome.LATER, error)) from error


def _demand(reply: tuple[int, bytes], *, wanted: int = 250) -> None:
    code, words = reply
    if code // 100 != wanted // 100:
        raise _Failed(_of_reply(code, words))


def _of_reply(code: int, words: bytes | str) -> Result:
    """What a reply means: 535 and its like that we are unknown, 5xx never, anything else not now."""
    if code in (530, 534, 535, 538):
        return Result(Outcome.SIGN_IN, f"{code} {_plain(words)}")
    return Result(Outcome.REFUSED if 500 <= code < 600 else Outcome.LATER, f"{code} {_plain(words)}")


def _of_fault(outcome: Outcome, error: Exception) -> Result:
    """smtplib tells of a silent server as of a closed connection; the cause says which it was."""
    was_silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return Result(outcome, str(error)[:_WORDS], was_silent)


def _plain(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:_WORDS]


def _stuffed(content: bytes) -> bytes:
    """With CRLF at line ends and doubled leading dots (RFC 5321, section 4.5.2)."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines)


def _part(talk: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        _patience(talk, 2.0)
        talk.docmd("QUIT")


def _patience(talk: smtplib.SMTP, seconds: float) -> None:
    if talk.sock is not None:
        talk.sock.settimeout(seconds)


@contextmanager
def _in_time(talk: smtplib.SMTP) -> Iterator[Callable[[], bool]]:
    """Ends the talk after `WHOLE_SECONDS`, however slowly the server drips; gives a question whether that happened."""
    cut = threading.Event()

    def end() -> None:
        cut.set()
        with contextlib.suppress(OSError, AttributeError):
            talk.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    alarm = threading.Timer(WHOLE_SECONDS, end)
    alarm.daemon = True
    alarm.start()
    try:
        yield cut.is_set
    finally:
        alarm.cancel()
