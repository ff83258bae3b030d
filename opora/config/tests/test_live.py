"""A stream tells what a transaction wrote to the journal, to those who may listen, for as long as they may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from opora.config import hub as hub_module
from opora.config import live
from opora.config.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Admission:
    desk_id: int
    tickets: frozenset[int] | None
    user_id: int = 1


class Reader:
    """A browser's side of one stream."""

    def __init__(self, hub: Hub, **headers: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": "/d/live", "query_string": b"", "headers": raw}
        self.task = asyncio.create_task(live.serve(hub, "d", scope, self._receive, self._send))

    @property
    def words(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    async def hears(self, words: str, seconds: float = 5.0) -> None:
        ends = asyncio.get_running_loop().time() + seconds
        while words not in self.words:
            assert asyncio.get_running_loop().time() < ends, self.words
            await asyncio.sleep(0.01)

    async def leave(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)


def notify(payload: str, *, commit: bool = True) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('opora_live', %s)", [payload])
            if not commit:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    finally:
        connection.close()


@pytest.fixture
def admit(monkeypatch: pytest.MonkeyPatch) -> list[Admission | None]:
    """What the admission says: the last of the list, again and again."""
    says: list[Admission | None] = [Admission(1, None)]
    monkeypatch.setattr(live, "_admit", lambda *_: says[-1])
    return says


def run(story: Callable[[Hub], Awaitable[None]]) -> None:
    async def whole() -> None:
        hub = Hub()
        hub.open()
        while not hub._is_listening:
            await asyncio.sleep(0.01)
        try:
            await story(hub)
        finally:
            await hub.close()

    asyncio.run(whole())


def test_a_change_is_told_after_the_commit_and_never_after_a_rollback(admit: list[Admission | None]) -> None:
    async def story(hub: Hub) -> None:
        reader = Reader(hub)
        await reader.hears("retry: 2000")
        await asyncio.to_thread(notify, "1:7:10:1", commit=False)
        await asyncio.to_thread(notify, "1:7:11:1")
        await reader.hears('event: change\nid: 11\ndata: {"ticket": 7, "entry": 11}\n\n')
        assert "id: 10" not in reader.words
        await reader.leave()
        assert hub.count == 0

    run(story)


def test_a_stranger_gets_404_and_no_event(admit: list[Admission | None]) -> None:
    admit.append(None)

    async def story(hub: Hub) -> None:
        reader = Reader(hub)
        await reader.task
        assert reader.sent[0]["status"] == 404
        assert hub.count == 0

    run(story)


def test_who_loses_the_right_loses_the_stream(admit: list[Admission | None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ADMIT_AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.05)

    async def story(hub: Hub) -> None:
        reader = Reader(hub)
        await reader.hears(": alive")
        admit.append(None)
        await asyncio.wait_for(reader.task, 5)

    run(story)


def test_one_user_has_five_streams_at_most(admit: list[Admission | None]) -> None:
    async def story(hub: Hub) -> None:
        readers = [Reader(hub) for _ in range(live.STREAMS_PER_USER)]
        for reader in readers:
            await reader.hears("retry")
        sixth = Reader(hub)
        await sixth.task
        assert sixth.sent[0]["status"] == 429
        await readers[0].leave()
        again = Reader(hub)
        await again.hears("retry")
        for reader in (*readers[1:], again):
            await reader.leave()

    run(story)


def test_a_lost_database_connection_is_replaced_and_readers_reload(admit: list[Admission | None]) -> None:
    async def story(hub: Hub) -> None:
        reader = Reader(hub)
        await reader.hears("retry")
        await asyncio.to_thread(_cut_listeners)
        await reader.hears("event: resync")
        await asyncio.to_thread(notify, "1:7:12:1")
        await reader.hears("id: 12")
        await reader.leave()

    run(story)


def test_the_end_of_the_program_sends_readers_away_at_once(admit: list[Admission | None]) -> None:
    async def story(hub: Hub) -> None:
        reader = Reader(hub)
        await reader.hears("retry")
        hub.end_streams()
        await asyncio.wait_for(reader.task, 1)
        late = Reader(hub)
        await late.task
        assert late.sent[0]["status"] == 503

    run(story)


def _cut_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")  # on a server of DATABASE_URL the login is another role than the application's
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = session_user AND pid <> pg_backend_pid() AND query LIKE %s",
            [f"%{hub_module.NEWEST[:30]}%"],
        )
    connection.close()
