"""The clock of the installation can be moved where that is allowed, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opora.toolkit import clock

SLACK = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def own_data(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DATA, settings.TIME_TRAVEL = tmp_path, True
    clock._Offset.looked = float("-inf")
    yield
    clock._Offset.looked, clock._Offset.seconds, clock._Offset.stamp = float("-inf"), 0.0, None


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < SLACK


def test_moves_add_up_and_are_taken_back() -> None:
    clock.move(timedelta(hours=3))
    clock.move(timedelta(hours=-1))
    assert clock.offset() == timedelta(hours=2)
    assert abs(clock.now() - datetime.now(UTC) - timedelta(hours=2)) < SLACK
    clock.reset()
    assert clock.offset() == timedelta(0)


def test_another_process_sees_the_move(tmp_path: Path) -> None:
    assert clock.offset() == timedelta(0)
    (tmp_path / "clock-offset").write_text("60.0")
    clock._Offset.looked = float("-inf")  # as if the pause between two looks had passed
    assert clock.offset() == timedelta(minutes=1)


def test_time_is_real_where_it_may_not_be_moved(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "clock-offset").write_text("3600")
    settings.TIME_TRAVEL = False
    assert clock.offset() == timedelta(0)
    with pytest.raises(clock.ClockIsReal):
        clock.move(timedelta(hours=1))
