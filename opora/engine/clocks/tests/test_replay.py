"""Records that do not tell a clock's life are refused instead of guessed at."""

import pytest

from opora.engine.clocks import BrokenRecord, ClockEvent, What, replay
from opora.engine.clocks.tests.sample import FACTS, at, sample

CHARTER = sample()
STARTED = ClockEvent(at("2026-11-23 10:00"), What.STARTED, facts=FACTS)


@pytest.mark.parametrize(
    "events",
    [
        [],
        [ClockEvent(at("2026-11-23 10:00"), What.PAUSED)],
        [ClockEvent(at("2026-11-23 10:00"), What.STARTED)],
        [STARTED, STARTED],
        [STARTED, ClockEvent(at("2026-11-23 11:00"), What.RECHOSEN)],
        [STARTED, ClockEvent(at("2026-11-23 11:00"), What.TARGET_SET)],
    ],
    ids=["nothing", "no start", "start without facts", "two starts", "choice without facts", "target without moment"],
)
def test_broken_record_is_refused(events):
    with pytest.raises(BrokenRecord):
        replay(CHARTER, "resolution", events)


def test_repeated_events_of_a_record_change_nothing():
    paused = ClockEvent(at("2026-11-23 11:00"), What.PAUSED)
    again = ClockEvent(at("2026-11-23 12:00"), What.PAUSED)
    assert replay(CHARTER, "response", [STARTED, paused, again]) == replay(CHARTER, "response", [STARTED, paused])
