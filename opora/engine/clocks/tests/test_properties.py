"""Any life of a clock keeps its promises: a random sequence of verbs against slow, obvious references."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.engine.clocks import (
    ClockEvent,
    ClockState,
    CommitmentRefused,
    Facts,
    Fired,
    TargetRefused,
    What,
    cancel,
    choose,
    commit,
    elapsed,
    fire,
    forecast,
    ledger,
    meet,
    parse_mark,
    pause,
    rechoose,
    remaining,
    reopen,
    replay,
    resume,
    set_target,
    start,
)
from opora.engine.clocks.tests.sample import FACTS, at, sample

CHARTER = sample()
BEGIN = at("2026-10-30 00:00")
MINUTE = timedelta(minutes=1)
LENGTH = 45 * 24 * 60
VERBS = {
    What.PAUSED: pause,
    What.RESUMED: resume,
    What.MET: meet,
    What.REOPENED: reopen,
    What.CANCELLED: cancel,
}
PROFILE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

facts = st.builds(
    Facts,
    kind=st.sampled_from(["question", "question", "error", "change", "release", "idea"]),
    category=st.just("other"),
    priority=st.sampled_from(["urgent", "normal"]),
    plan=st.sampled_from(["basic", "premium"]),
    line=st.sampled_from(["first", "second"]),
)
steps = st.tuples(
    st.integers(min_value=0, max_value=2500),
    st.one_of(
        st.sampled_from([What.PAUSED, What.PAUSED, What.RESUMED, What.RESUMED, What.MET, What.REOPENED]),
        st.just(What.CANCELLED),
        facts,
        st.integers(min_value=1, max_value=6000),
    ),
)


@cache
def _open_minutes(calendar_key: str) -> list[int]:
    """How many open minutes lie before each minute of the window, looked at one by one."""
    calendar = CHARTER.calendar(calendar_key)
    return [0, *accumulate(calendar.is_open(BEGIN + n * MINUTE) for n in range(LENGTH))]


def _minute(moment: datetime) -> int:
    return int((moment - BEGIN) / MINUTE)


def _slow_count(life: Life, until: datetime) -> timedelta:
    """Open minutes in which the clock ran, from the verbs as they were done."""
    opened = _open_minutes(life.state.calendar_key)
    spans = [(start, end or until) for start, end in life.ran]
    return MINUTE * sum(opened[_minute(end)] - opened[_minute(start)] for start, end in spans if start < end)


@dataclass
class Life:
    """A clock with everything that was done to it; `prompt` is the same clock under a worker that never sleeps."""

    state: ClockState
    prompt: ClockState
    now: datetime
    events: list[ClockEvent] = field(default_factory=list)
    ran: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    fired: list[Fired] = field(default_factory=list)

    def do(self, step: What | Facts | int) -> None:
        self._fire_what_came_before()
        match step:
            case Facts():
                self._both(What.RECHOSEN, facts=step)
            case int():
                self._promise(self.now + step * MINUTE)
            case _:
                self._both(step)

    def _fire_what_came_before(self) -> None:
        just_before = self.now - timedelta(microseconds=1)
        self.prompt, fired = fire(self.prompt, just_before)
        self.fired += fired

    def _both(self, what: What, **extra) -> None:
        before = self.state
        event = ClockEvent(self.now, what, **extra)
        self.state, self.prompt = self._done(self.state, event), self._done(self.prompt, event)
        self.events.append(event)
        self._note(before)

    def _done(self, state: ClockState, event: ClockEvent) -> ClockState:
        if event.what is What.RECHOSEN:
            chosen = choose(CHARTER, event.facts)["resolution"]
            calendar = CHARTER.calendar(chosen.calendar_key)
            return rechoose(state, self.events, chosen, calendar, at=event.at)
        return VERBS[event.what](state, CHARTER.calendar(state.calendar_key), at=event.at)

    def _promise(self, moment: datetime) -> None:
        calendar = CHARTER.calendar(self.state.calendar_key)
        for what, verb, extra in ((What.TARGET_SET, set_target, {}), (What.COMMITTED, commit, {"reason": "Vendor"})):
            try:
                done = [
                    verb(state, calendar, moment=moment, at=self.now, **extra) for state in (self.state, self.prompt)
                ]
            except (TargetRefused, CommitmentRefused):
                continue
            self.state, self.prompt = done
            self.events.append(ClockEvent(self.now, what, cause=extra.get("reason", ""), moment=moment))

    def _note(self, before: ClockState) -> None:
        if before.running_since is None and self.state.running_since is not None:
            self.ran.append((self.now, None))
        if before.running_since is not None and self.state.running_since is None:
            self.ran[-1] = (self.ran[-1][0], self.now)


def _lived(begin: int, first: Facts, plan: list[tuple[int, What | Facts | int]], rest: int) -> Life:
    now = BEGIN + begin * MINUTE
    chosen = choose(CHARTER, first)["resolution"]
    state = start(chosen, CHARTER.calendar(chosen.calendar_key), at=now)
    life = Life(state, state, now, [ClockEvent(now, What.STARTED, facts=first)], [(now, None)])
    for minutes, step in plan:
        life.now += minutes * MINUTE
        life.do(step)
    life.now += rest * MINUTE
    return life


lives = st.builds(
    _lived,
    st.integers(min_value=0, max_value=7 * 24 * 60),
    facts,
    st.lists(steps, max_size=10),
    st.integers(min_value=0, max_value=6000),
)


@PROFILE
@given(lives)
def test_counted_time_equals_open_minutes_looked_at_one_by_one(life):
    assert elapsed(life.state, CHARTER.calendar(life.state.calendar_key), life.now) == _slow_count(life, life.now)


@PROFILE
@given(lives)
def test_deadline_in_hours_is_the_first_minute_at_which_the_target_is_counted(life):
    state, calendar = life.state, CHARTER.calendar(life.state.calendar_key)
    if state.target is None or state.promised_at is not None or not state.is_open:
        return
    due = forecast(state, calendar, life.now)
    closed = [span for span in life.ran if span[1] is not None]
    spans = [*closed, (life.ran[-1][0] if state.running_since else life.now, due)]
    if due < spans[-1][0]:
        spans = [(start, min(end, due)) for start, end in closed if start < due]
    opened = _open_minutes(state.calendar_key)
    counted = sum(opened[_minute(end)] - opened[_minute(start)] for start, end in spans)
    assert counted * MINUTE == state.target
    assert calendar.is_open(due - MINUTE)


@PROFILE
@given(lives)
def test_ledger_covers_every_moment_and_adds_up(life):
    state, calendar = life.state, CHARTER.calendar(life.state.calendar_key)
    proof = ledger(state, life.events, calendar, until=life.now)
    assert all(one.end == other.start and one.start < one.end for one, other in pairwise(proof.rows))
    end = state.met_at or state.cancelled_at or life.now
    assert not proof.rows or (proof.rows[0].start, proof.rows[-1].end) == (state.started_at, end)
    assert proof.counted == elapsed(state, calendar, life.now) == sum((row.amount for row in proof.rows), timedelta(0))
    assert all((one.why, one.detail) != (other.why, other.detail) for one, other in pairwise(proof.rows))
    if state.budget is not None:
        assert proof.counted + proof.remaining == state.budget
    if state.target_days is not None:
        assert proof.counted_days == _days_counted(life)
    if proof.ahead:
        assert sum((row.amount for row in proof.ahead), timedelta(0)) == remaining(state, calendar, life.now)


def _days_counted(life: Life) -> int:
    """Closing times after the day of the start at which the clock ran."""
    calendar = CHARTER.calendar(life.state.calendar_key)
    ends = [calendar.add_days(life.state.started_at, n) for n in range(1, 40)]
    return sum(any(start < end <= (stop or life.now) for start, stop in life.ran) for end in ends)


@PROFILE
@given(lives)
def test_replay_of_the_record_gives_the_state_that_was_kept(life):
    assert replay(CHARTER, "resolution", life.events) == life.state
    assert fire(life.prompt, life.now)[0] == fire(life.state, life.now)[0]


@PROFILE
@given(lives)
def test_a_worker_that_slept_through_everything_fires_the_same_alarms_once_each(life):
    prompt, last = fire(life.prompt, life.now)
    slept, missed = fire(life.state, life.now)
    assert sorted([*life.fired, *last], key=repr) == sorted(missed, key=repr)
    assert len({alarm.mark for alarm in missed}) == len(missed)
    assert [alarm.at for alarm in missed] == sorted(alarm.at for alarm in missed)
    assert fire(slept, life.now) == (slept, ())
    assert prompt.breached_at == slept.breached_at


@PROFILE
@given(lives)
def test_no_alarm_is_lost_while_the_clock_runs(life):
    state, _ = fire(life.state, life.now)
    if state.running_since is None or state.budget is None:
        return
    counted = elapsed(state, CHARTER.calendar(state.calendar_key), life.now)
    for alarm in state.alarms:
        if parse_mark(alarm.mark).position(state.budget) < counted and life.now > (state.promised_on or BEGIN):
            assert alarm.fired


@PROFILE
@given(lives)
def test_nothing_is_due_while_the_clock_stands_still(life):
    state, _ = fire(life.state, life.now)
    if state.running_since is None:
        assert state.next_alarm_at is None
        assert not state.is_open or state.due_at is None or state.due_at <= life.now


@PROFILE
@given(lives, st.integers(min_value=0, max_value=3000))
def test_a_pause_never_brings_a_deadline_nearer(life, minutes):
    state, calendar = life.state, CHARTER.calendar(life.state.calendar_key)
    if state.running_since is None or state.due_at is None:
        return
    paused = pause(state, calendar, at=life.now)
    later = resume(paused, calendar, at=life.now + minutes * MINUTE)
    assert later.due_at >= state.due_at
    assert resume(paused, calendar, at=life.now).due_at == state.due_at


@pytest.mark.parametrize("kind", ["question", "error"])
def test_open_minutes_of_the_reference_reach_the_deadline(kind):
    chosen = choose(CHARTER, replace(FACTS, kind=kind))["resolution"]
    clock = start(chosen, CHARTER.calendar(chosen.calendar_key), at=BEGIN)
    opened = _open_minutes(chosen.calendar_key)
    assert bisect_left(opened, clock.budget / MINUTE) == _minute(clock.due_at)
