"""Mail servers for tests: good ones and faulty ones, each in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


@dataclass
class Server:
    """What a server was told: `taken` are the mails it answered for, or dropped the line over after taking them."""

    mode: str
    port: int = 0
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    free: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """For OPORA_SMTP_URL."""
        user = "desk:secret@" if self.mode == "535auth" else ""
        return f"smtp://{user}127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[Message]:
        """The mails, read."""
        return [message_from_bytes(content, policy=policy.default) for _, _, content in self.taken]


class _Handler:
    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle_RCPT(  # noqa: N802
        self, protocol: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.server.calls["rcpt"] += 1
        if self.server.mode == "grey" and self.server.calls["rcpt"] == 1:
            return "451 4.7.1 Greylisted, try again"
        if self.server.mode == "550rcpt":
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, protocol: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        server = self.server
        server.calls["data"] += 1
        match server.mode:
            case "552data":
                return "552 5.3.4 too big"
            case "421":
                return "421 4.3.2 shutting down"
            case "tempfail3" if server.calls["data"] <= 3:
                return "451 4.3.0 tmp"
        server.taken.append(((envelope.mail_from or "").strip("<>"), list(envelope.rcpt_tos), envelope.content or b""))
        if server.mode == "hang":
            await asyncio.to_thread(server.free.wait, 60)
        if server.mode == "dropafterdata" or (server.mode == "droponce" and server.calls["data"] == 1):
            assert protocol.transport is not None
            protocol.transport.abort()
        return "250 Queued"


class _Controller(Controller):
    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__(_Handler(server), hostname="127.0.0.1", port=0)

    def factory(self) -> SMTP:
        if self._server.mode == "535auth":
            refuse = lambda *_: AuthResult(success=False, handled=False, message="535 5.7.8 bad credentials")  # noqa: E731
            return SMTP(self.handler, authenticator=refuse, auth_require_tls=False, auth_required=True)
        return SMTP(self.handler)

    def _trigger_server(self) -> None:
        """Aiosmtpd calls itself here to see whether it answers; the free port is known only now."""
        assert self.server is not None
        self.port = self._server.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(mode: str = "ok") -> Iterator[Server]:
    """A server on a free port: ok, grey, 550rcpt, 552data, 421, tempfail3, hang, dropafterdata, droponce, 535auth."""
    server = Server(mode)
    controller = _Controller(server)
    controller.start()
    try:
        yield server
    finally:
        server.free.set()
        controller.stop()
