"""The loop of the timers serves every source, whatever one of them does, and comes back in time."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from opora.config import timers
from opora.toolkit import clock


@dataclass
class Rows:
    """A source with so many rows, due from `at` on."""

    name: str
    at: datetime
    left: int = 1
    broken: bool = False
    fired: list[float] = field(default_factory=list)

    def next_at(self) -> datetime | None:
        return self.at if self.left else None

    def run_due(self, now: datetime, limit: int) -> int:
        if self.broken:
            raise ValueError(self.name)
        done = min(limit, self.left)
        self.left -= done
        self.fired += [time.monotonic()] * done
        return done


def serve(*sources: Rows, seconds: float) -> None:
    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    timers.run_due_forever(sources, stop)


pytestmark = pytest.mark.django_db(transaction=True)


def test_more_than_a_batch_is_done_without_a_pause() -> None:
    rows = Rows("many", clock.now(), left=timers.BATCH * 5 + 1)
    serve(rows, seconds=0.3)
    assert rows.left == 0


def test_a_moment_ahead_fires_on_time() -> None:
    begun = time.monotonic()
    rows = Rows("soon", clock.now() + timedelta(seconds=0.4))
    serve(rows, seconds=1.0)
    assert 0.39 <= rows.fired[0] - begun < 0.6


def test_a_broken_source_does_not_block_the_others_and_rests() -> None:
    broken, fine = Rows("broken", clock.now(), broken=True), Rows("fine", clock.now())
    serve(broken, fine, seconds=0.5)
    assert fine.left == 0
    assert broken.left == 1


def test_a_moved_clock_is_noticed(settings: Any, tmp_path: Any) -> None:
    settings.DATA, settings.TIME_TRAVEL = tmp_path, True
    rows = Rows("tomorrow", clock.now() + timedelta(days=1))
    threading.Timer(0.3, clock.move, [timedelta(days=2)]).start()
    serve(rows, seconds=1.2)
    clock.reset()
    assert rows.left == 0


def test_the_loop_survives_the_loss_of_its_connection() -> None:
    rows = Rows("later", clock.now() + timedelta(seconds=0.6))
    connection.ensure_connection()
    threading.Timer(0.2, connection.connection.close).start()
    serve(rows, seconds=2.5)
    assert rows.left == 0
