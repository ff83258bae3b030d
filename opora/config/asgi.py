"""The one origin: live streams answered here under asyncio, everything else by the WSGI application in threads.

Any ASGI server can serve `application`; `opora web` serves it through uvicorn with the limits of `processes/guard.py`.
"""

from __future__ import annotations

import re

from django.conf import settings

from opora.config import live
from opora.config.processes.bridge import Bridge, Receive, Scope, Send
from opora.config.wsgi import application as pages

LIVE_PATH = re.compile(r"/(?P<desk>[-a-z0-9_]{1,40})/live")


class Origin:
    """Splits by path; owns the hub of live events."""

    def __init__(self) -> None:
        self.bridge = Bridge(pages, threads=settings.WEB_THREADS)
        self.hub = live.Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_die(receive, send)
        elif scope["type"] == "http" and (found := LIVE_PATH.fullmatch(scope["path"])):
            await live.serve(self.hub, found["desk"], scope, receive, send)
        elif scope["type"] == "http":
            await self.bridge(scope, receive, send)

    async def _live_and_die(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.open()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.hub.close()
                self.bridge.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


application = Origin()
