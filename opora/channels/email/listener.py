"""The SMTP server for incoming mail: no relay, no promises before the mail is on disk and in the database.

Takes mail for the mailboxes of this installation only. `250` after DATA is said when the raw bytes are flushed to disk
and the rows are committed (RFC 5321, section 6.1); in trouble the sender is asked to come again (`451`).
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from opora.channels.email import acceptance, mailboxes
from opora.channels.email.mailboxes import Addressee
from opora.desks import tenancy
from opora.engine.mail import limits
from opora.toolkit import clock

log = logging.getLogger("opora.mail")

MOST_RECIPIENTS = 50
MOST_SESSIONS = 100
MOST_SESSIONS_OF_PEER = 20
MOST_MAILS = 200  # in one session
MOST_ERRORS = 20  # in one session
SILENCE_SECONDS = 60.0
SESSION_SECONDS = 600.0
GRACE_SECONDS = 4.0
LINE_BYTES = 1 << 20
_THREADS = 4
_FLOOD_BYTES = 2 * limits.RAW_BYTES
_LATER = "451 4.3.0 Temporary trouble, please try again"
_NEVER = "550 5.1.1 No such mailbox here"

T = TypeVar("T")


async def serve(listening: socket.socket, stop: asyncio.Event) -> None:
    """Receive mail on the bound socket until `stop`; then finish what is being received, for at most four seconds."""
    loop = asyncio.get_running_loop()
    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="mail")
    sessions = Sessions()
    handler = Handler(threads)
    server = await loop.create_server(lambda: Receiver(handler, sessions, loop=loop), sock=listening)
    try:
        await stop.wait()
    finally:
        server.close()
        await sessions.finish(GRACE_SECONDS)
        threads.shutdown(wait=True, cancel_futures=True)


class Sessions:
    """Who is connected."""

    def __init__(self) -> None:
        self._open: dict[Receiver, str] = {}

    def admit(self, one: Receiver, peer: str) -> bool:
        """Whether there is room for one more connection of this peer."""
        is_full = len(self._open) >= MOST_SESSIONS or list(self._open.values()).count(peer) >= MOST_SESSIONS_OF_PEER
        if not is_full:
            self._open[one] = peer
        return not is_full

    def leave(self, one: Receiver) -> None:
        """A connection ended."""
        self._open.pop(one, None)

    async def finish(self, seconds: float) -> None:
        """Wait for mails that are being received, then end all connections."""
        end = asyncio.get_running_loop().time() + seconds
        for one in [*self._open]:
            if not one.is_busy:
                one.cut()
        while self._open and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.05)
            for one in [*self._open]:
                if not one.is_busy:
                    one.cut()
        for one in [*self._open]:
            one.cut()


class Receiver(SMTP):
    """One connection: aiosmtpd's protocol with an end to every patience."""

    line_length_limit = LINE_BYTES

    def __init__(self, handler: Handler, sessions: Sessions, *, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            handler,
            data_size_limit=limits.RAW_BYTES,
            enable_SMTPUTF8=True,
            hostname=settings.MAIL_DOMAIN,
            ident="Opora",
            timeout=SILENCE_SECONDS,
            loop=loop,
        )
        self._sessions = sessions
        self._received = 0
        self._whole: asyncio.TimerHandle | None = None
        self.errors = 0
        self.mails = 0

    @property
    def is_busy(self) -> bool:
        """A mail is under way in this session."""
        return bool(self.envelope and self.envelope.mail_from is not None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody calls."""
        peer = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._sessions.admit(self, peer):
            transport.write(b"421 4.7.0 Too many connections, please try again later\r\n")  # type: ignore[attr-defined]
            transport.close()
            return
        super().connection_made(transport)
        self._whole = asyncio.get_running_loop().call_later(SESSION_SECONDS, self.cut)

    def data_received(self, data: bytes) -> None:
        """A flood without an end of line is cut before it fills the memory."""
        self._received += len(data)
        if self._received > _FLOOD_BYTES:
            self.cut()
            return
        super().data_received(data)

    def connection_lost(self, error: Exception | None) -> None:
        """The connection ended."""
        self._sessions.leave(self)
        if self._whole is not None:
            self._whole.cancel()
            super().connection_lost(error)

    def mail_ended(self) -> None:
        """One mail is done; the next may be as large."""
        self._received = 0
        self.mails += 1

    def cut(self) -> None:
        """End the connection at once."""
        if self.transport is not None:
            self.transport.abort()  # type: ignore[attr-defined]


class Handler:
    """What the server says to each command."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's names)
        self, server: Receiver, session: Session, envelope: Envelope, address: str | None, options: list[str]
    ) -> str:
        """Anybody may write to us."""
        if server.mails >= MOST_MAILS or server.errors >= MOST_ERRORS:
            asyncio.get_running_loop().call_later(1.0, server.cut)
            return "421 4.7.0 Enough for one connection"
        envelope.mail_from = address or "<>"  # aiosmtpd takes "" for "no MAIL yet"
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Receiver, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only mailboxes of this installation, with or without a reply token: we relay for nobody."""
        found = _found(envelope)
        if len(found) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            known = await self._in_thread(lambda: mailboxes.addressee(address))
        except Exception:
            log.exception("a recipient could not be looked up")
            return _LATER
        if known is None:
            server.errors += 1
            return _NEVER
        found.append(known)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Receiver, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail, then say so."""
        server.mail_ended()
        peer = str(session.peer[0]) if isinstance(session.peer, tuple) else ""
        raw = envelope.original_content or b""
        addressees = _found(envelope)
        try:
            mails = await self._in_thread(
                lambda: acceptance.accept(
                    raw,
                    envelope_from=(envelope.mail_from or "").strip("<>"),
                    addressees=addressees,
                    peer=peer,
                    at=clock.now(),
                )
            )
        except Exception:
            log.exception("a mail could not be kept; its sender is asked to come again")
            return _LATER
        return f"250 2.0.0 Kept as {mails[0].digest[:12]}"

    async def handle_exception(self, error: Exception) -> str:
        """Our own mistakes are not the sender's."""
        log.error("the mail server stumbled", exc_info=error)
        return _LATER

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: _with_database(work))


def _with_database(work: Callable[[], T]) -> T:
    """A broken connection is thrown away, so that the next mail gets a fresh one."""
    try:
        return work()
    except BaseException:
        connection.close()
        raise
    finally:
        if connection.connection is not None:
            tenancy.leave()


def _found(envelope: Any) -> list[Addressee]:
    """The mailboxes of this mail so far."""
    if not hasattr(envelope, "opora_addressees"):
        envelope.opora_addressees = []
    found: list[Addressee] = envelope.opora_addressees
    return found
