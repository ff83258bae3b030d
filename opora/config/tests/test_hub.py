"""Live changes reach the readers who may know of them, and a reader who may have missed one is told so."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from opora.config.hub import LONGEST_BACKLOG, REMEMBERED, RESYNC, Change, Hub, Stream, _Memory

DESK, OTHER = 1, 2


def listening(newest: int = 100) -> Hub:
    hub = Hub()
    hub._is_listening = True
    hub._memories = {DESK: _Memory(newest), OTHER: _Memory(newest)}
    return hub


def told(stream: Stream) -> Sequence[Change | None]:
    return asyncio.run(stream.next(0.01))


def test_a_colleague_hears_of_every_entry_of_the_desk_and_of_no_other() -> None:
    hub = listening()
    ours, theirs = hub.join(DESK, None, last_seen=None), hub.join(OTHER, None, last_seen=None)
    hub.hear("1:7:101:0")
    assert told(ours) == [Change(DESK, 7, 101, False)]
    assert told(theirs) == [None]


def test_a_customer_hears_of_public_entries_of_own_tickets_only() -> None:
    hub = listening()
    stream = hub.join(DESK, frozenset({7}), last_seen=None)
    for payload in ("1:7:101:0", "1:8:102:1", "1:7:103:1"):
        hub.hear(payload)
    assert told(stream) == [Change(DESK, 7, 103, True)]


def test_a_reader_who_comes_back_gets_what_was_missed() -> None:
    hub = listening()
    for entry in (101, 103, 102):  # commits do not keep the order of numbers
        hub.hear(f"1:7:{entry}:1")
    assert [change.entry_id for change in told(hub.join(DESK, None, last_seen=103)) if change] == [102]
    assert [change.entry_id for change in told(hub.join(DESK, None, last_seen=100)) if change] == [101, 103, 102]
    assert told(hub.join(DESK, None, last_seen=102)) == [None]
    assert told(hub.join(DESK, None, last_seen=999)) == [None]


def test_a_reader_who_was_away_too_long_is_told_to_reload() -> None:
    hub = listening()
    assert told(hub.join(DESK, None, last_seen=99)) == [RESYNC]
    for entry in range(101, 103 + REMEMBERED):
        hub.hear(f"1:7:{entry}:1")
    assert told(hub.join(DESK, None, last_seen=101)) == [RESYNC]


def test_a_reader_who_comes_while_the_database_is_away_is_told_to_reload() -> None:
    hub = listening()
    hub._is_listening = False
    assert told(hub.join(DESK, None, last_seen=100)) == [RESYNC]


def test_a_slow_reader_gets_one_reload_instead_of_a_backlog() -> None:
    hub = listening()
    stream = hub.join(DESK, None, last_seen=None)
    for entry in range(101, 102 + LONGEST_BACKLOG):
        hub.hear(f"1:7:{entry}:1")
    assert told(stream) == [RESYNC]


def test_a_notification_nobody_understands_is_passed_over() -> None:
    hub = listening()
    stream = hub.join(DESK, None, last_seen=None)
    for payload in ("", "1:2", "1:7:x:1", "1:7:-1:1"):
        hub.hear(payload)
    assert told(stream) == [None]


def test_the_end_of_the_service_ends_every_stream() -> None:
    hub = listening()
    stream = hub.join(DESK, None, last_seen=None)
    hub.end_streams()
    assert stream.is_over
    hub.leave(stream)
    assert hub.count == 0
