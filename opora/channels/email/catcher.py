"""The demonstration's mail server: keeps every outgoing mail as a file instead of sending it."""

from __future__ import annotations

import asyncio
import socket
import uuid

from aiosmtpd.smtp import SMTP, Envelope, Session

from opora.channels.email import caught

_BYTES = 60 * 1024 * 1024  # larger than any mail of ours, files included


async def serve(listening: socket.socket, stop: asyncio.Event) -> None:
    """Catch mail on the bound socket until `stop`."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Receiver(_Handler(), data_size_limit=_BYTES, loop=loop), sock=listening)
    await stop.wait()
    server.close()
    await asyncio.sleep(0)


class _Receiver(SMTP):
    line_length_limit = 1 << 20


class _Handler:
    """Takes everything for everybody."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep it as a file."""
        name = await asyncio.to_thread(caught.keep, envelope.original_content or b"", uuid.uuid4().hex)
        return f"250 2.0.0 Caught as {name}"
