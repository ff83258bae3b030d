"""The web program: uvicorn on a socket the supervisor has bound."""

from __future__ import annotations

import signal
import socket

import uvicorn
from django.conf import settings

from opora.config.processes.guard import IDLE_SECONDS, GuardedProtocol

GRACE_SECONDS = 7  # for requests under way when the program stops
BACKLOG = 1024


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=False)
    listening.set_inheritable(True)
    return listening


def serve(listening: socket.socket) -> None:
    """Answer requests until SIGTERM."""
    from opora.config.asgi import application

    config = uvicorn.Config(
        application,
        http=GuardedProtocol,
        ws="none",
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.TRUSTED_PROXIES),
        forwarded_allow_ips=list(settings.TRUSTED_PROXIES),
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # uvicorn raises the signal again when it is done: by then it means nothing
        signal.signal(number, lambda *_: None)
    _Server(config).run([listening])


class _Server(uvicorn.Server):
    """Ends the live streams first, for they would never end by themselves."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from opora.config.asgi import application

        application.hub.end_streams()
        await super().shutdown(sockets)
