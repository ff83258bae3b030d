"""What happens to the clocks of a ticket when something happens to the ticket.

The ticket's row is locked by the verb that called; so its clocks are read and written without a lock of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from opora.clocks.actions.deadline import tell_ticket
from opora.clocks.models import Clock, ClockEvent
from opora.clocks.states import WRITTEN, event_row, events_of, facts_of, put, state_of
from opora.desks import charters
from opora.engine import clocks as engine
from opora.engine import workflow
from opora.engine.charter.schema import Charter, Phase
from opora.engine.worktime import Calendar
from opora.tickets.models import Ticket

Step = Callable[[engine.ClockState, Calendar], "Change | None"]
Change = tuple[engine.ClockState, engine.ClockEvent]


def meet_by(ticket: Ticket, *, words: Iterable[str], at: datetime) -> None:
    """Meet the clocks for which one of `words` counts (`message`, `note`, `assignment`, …)."""
    charter = _charter(ticket)
    happened = frozenset(words)

    def step(state: engine.ClockState, calendar: Calendar) -> Change | None:
        if not state.is_open or not happened & frozenset(state.met_by):
            return None
        return engine.meet(state, calendar, at=at), engine.ClockEvent(at, engine.What.MET, ", ".join(sorted(happened)))

    _apply(ticket, charter, step)


def follow_status(ticket: Ticket, *, old_phase: str, by_person: bool, at: datetime) -> None:
    """Meet, pause, resume, reopen or cancel clocks as the ticket's new status says."""
    charter = _charter(ticket)
    was, now = Phase(old_phase), Phase(ticket.phase)
    title = charter.workflow.statuses[ticket.status].title
    words = workflow.words_of_status(charter, ticket.status, by_person=by_person)
    paused = workflow.paused_clocks(charter, status=ticket.status, reason=ticket.reason or None)
    again = _is_back(was, now)
    reopened = workflow.reopened_clocks(charter) if again else frozenset()

    def step(state: engine.ClockState, calendar: Calendar) -> Change | None:
        what = _what_follows(state, words=words, paused=paused, reopened=reopened, now=now)
        if what is None:
            return None
        return _VERBS[what](state, calendar, at=at), engine.ClockEvent(at, what, title)

    _apply(ticket, charter, step)


def choose_again(ticket: Ticket, *, at: datetime) -> None:
    """Choose the objectives again over the same history: kind, category, priority, plan or line changed."""
    charter = _charter(ticket)
    facts = facts_of(ticket)
    chosen = engine.choose(charter, facts)
    rows = _rows(ticket)
    history: dict[int, list[ClockEvent]] = {row.pk: [] for row in rows}
    for event in ClockEvent.objects.for_desk(ticket.desk_id).filter(clock__in=rows).order_by("id"):
        history[event.clock_id].append(event)
    events = []
    for row in rows:
        state, choice = state_of(row), chosen.get(row.key)
        if choice is None or not state.is_open:
            continue
        calendar = charter.calendar(choice.calendar_key)
        put(engine.rechoose(state, events_of(history[row.pk]), choice, calendar, at=at), row)
        events.append(event_row(row, engine.ClockEvent(at, engine.What.RECHOSEN, facts=facts)))
    _save(ticket, rows, rows if events else [], events)


def promise_moment(ticket: Ticket, *, moment: datetime, because: str, at: datetime) -> None:
    """Set the planned moment on the clocks that wait for one, or commit to it where the charter only proposes."""
    charter = _charter(ticket)

    def step(state: engine.ClockState, calendar: Calendar) -> Change | None:
        if not state.is_open:
            return None
        if state.mode in (engine.Mode.ESTIMATE, engine.Mode.PLANNED):
            new = engine.set_target(state, calendar, moment=moment, at=at)
            return new, engine.ClockEvent(at, engine.What.TARGET_SET, because, moment=moment)
        if not state.proposed:
            return None
        new = engine.commit(state, calendar, moment=moment, reason=because, at=at)
        return new, engine.ClockEvent(at, engine.What.COMMITTED, because, moment=moment)

    _apply(ticket, charter, step)


_VERBS = {
    engine.What.MET: engine.meet,
    engine.What.PAUSED: engine.pause,
    engine.What.RESUMED: engine.resume,
    engine.What.REOPENED: engine.reopen,
    engine.What.CANCELLED: engine.cancel,
}


def _what_follows(
    state: engine.ClockState, *, words: frozenset[str], paused: frozenset[str], reopened: frozenset[str], now: Phase
) -> engine.What | None:
    if not state.is_open:
        return engine.What.REOPENED if state.key in reopened else None
    if words & frozenset(state.met_by):
        return engine.What.MET
    if now.is_final:
        return engine.What.CANCELLED
    if state.key in paused:
        return engine.What.PAUSED if state.running_since else None
    return engine.What.RESUMED if state.running_since is None else None


def _is_back(was: Phase, now: Phase) -> bool:
    ended = was.is_final or was is Phase.SOLVED
    return ended and not now.is_final and now is not Phase.SOLVED


def _charter(ticket: Ticket) -> Charter:
    return charters.of(ticket.charter_id, ticket.desk_id)


def _rows(ticket: Ticket) -> list[Clock]:
    return list(Clock.objects.for_desk(ticket.desk_id).filter(ticket=ticket).order_by("id"))


def _apply(ticket: Ticket, charter: Charter, step: Step) -> None:
    rows = _rows(ticket)
    changed, events = [], []
    for row in rows:
        change = step(state_of(row), charter.calendar(row.calendar_key))
        if change is None:
            continue
        changed.append(put(change[0], row))
        events.append(event_row(row, change[1]))
    _save(ticket, rows, changed, events)


def _save(ticket: Ticket, rows: list[Clock], changed: list[Clock], events: list[ClockEvent]) -> None:
    for row in changed:
        row.save(update_fields=WRITTEN)
    if events:
        ClockEvent.objects.for_desk(ticket.desk_id).bulk_create(events)
    tell_ticket(ticket, rows)
