"""The ledger of one clock as a page shows it: lines in words, and a bar to see them at a glance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import get_language, gettext

from opora.clocks.models import Clock, ClockEvent
from opora.clocks.queries import ClockView, view
from opora.clocks.states import events_of, state_of
from opora.desks import charters
from opora.engine import clocks as engine
from opora.engine.charter import Charter
from opora.engine.clocks import Ledger, Row, Why
from opora.journal.events import Actor
from opora.tickets.models import Ticket
from opora.toolkit.errors import NotFound
from opora.web import durations

WIDTH = 1000
_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Line:
    """An interval of the ledger. `state`: counted, late, ahead, closed, paused or stopped; lengths in words."""

    start: datetime
    end: datetime
    state: str
    words: str
    amount: str
    days: int
    total: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of the bar, in WIDTH-ths of its length."""

    x: float
    width: float
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """All of the clock's life up to its deadline; marks are positions, None where there is nothing to mark.

    `keys` are the states that occur, each with its words.
    """

    start: datetime
    end: datetime
    keys: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    now: float | None
    due: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a ledger's page says: `lines` up to the deadline (or now), `late` after it, `ahead` still to come."""

    view: ClockView
    ledger: Ledger
    lines: tuple[Line, ...]
    late: tuple[Line, ...]
    ahead: tuple[Line, ...]
    bar: Bar
    is_broken: bool
    why_paused: str
    title: str
    edition: str
    calendar: str
    time_zone: str
    in_days: bool
    counted: str
    budget: str
    paused: str
    left: str


def of(ticket: Ticket, key: str, *, actor: Actor, now: datetime, named: Callable[[str], str] = str) -> Sheet:
    """`named` gives a status the name the reader knows it by. Two queries. Raises NotFound for an unseen clock."""
    charter = charters.of(ticket.charter_id, ticket.desk_id)
    row = Clock.objects.for_desk(ticket.desk_id).filter(ticket=ticket, key=key).first()
    if row is None or (actor.is_contact and not row.is_public) or row.mode == engine.Mode.NONE.value:
        raise NotFound(what="clock")
    ledger = _ledger(charter, row, now)
    past = tuple(_cut(ledger.rows, ledger.due_at))
    due = ledger.due_at or ledger.ended_at
    shown = view(charter, row, ticket, now)
    lines = tuple(_line(one, named, "counted") for one in past if one.start < due or one.end <= due)
    late = tuple(_line(one, named, "late") for one in past if one.start >= due and one.end > due)
    ahead = tuple(_line(one, named, "ahead", begin=ledger.counted) for one in ledger.ahead)
    return Sheet(
        view=shown,
        ledger=ledger,
        lines=lines,
        late=late,
        ahead=ahead,
        bar=_bar(ledger, (*lines, *late, *ahead)),
        is_broken=bool(late) or shown.is_breached or shown.in_time is False,
        why_paused=named(shown.why_paused),
        title=charter.title,
        edition=charter.edition,
        calendar=charter.calendar(row.calendar_key).describe(charter.language),
        time_zone=charter.time_zone,
        in_days=ledger.target_days is not None,
        counted=hours(ledger.counted),
        budget=hours(ledger.budget) if ledger.budget is not None else "",
        paused=hours(ledger.paused) if ledger.paused else "",
        left=_left(ledger) if shown.is_open else "",
    )


def hours(length: timedelta) -> str:
    """Working time to the second, which knows no days of 24 hours: `110 h 5 min`; a minus before a negative one."""
    seconds = round(abs(length.total_seconds()))
    unit = durations.units()
    numbers = ((seconds // 3600, "hour"), (seconds % 3600 // 60, "minute"), (seconds % 60, "second"))
    parts = [f"{number} {unit[name]}" for number, name in numbers if number]
    return ("−" if length < _ZERO else "") + (" ".join(parts) or f"0 {unit['minute']}")


def _left(ledger: Ledger) -> str:
    """What is left of the budget; it and what counted add up to the second."""
    if ledger.remaining is None:
        return ""
    return hours(_whole(ledger.counted + ledger.remaining) - _whole(ledger.counted))


def _whole(length: timedelta) -> timedelta:
    """To the second."""
    return timedelta(seconds=round(length.total_seconds()))


def _ledger(charter: Charter, row: Clock, now: datetime) -> Ledger:
    events = events_of(ClockEvent.objects.for_desk(row.desk_id).filter(clock=row).order_by("id"))
    language = "ru" if (get_language() or "").startswith("ru") else "en"
    return engine.ledger(state_of(row), events, charter.calendar(row.calendar_key), until=now, language=language)


def _cut(rows: Iterable[Row], due: datetime | None) -> Iterator[Row]:
    """The rows; the one in whose middle the deadline lies becomes two."""
    for row in rows:
        if due is None or not row.start < due < row.end:
            yield row
            continue
        after = row.end - due if row.counted else _ZERO
        yield replace(row, end=due, amount=row.amount - after, total=row.total - after)
        yield replace(row, start=due, amount=after, days=0)


def _line(row: Row, named: Callable[[str], str], counted: str, begin: timedelta = _ZERO) -> Line:
    """Its amount is what the rounded total grew by, so that what one reads adds up to the second."""
    total = _whole(begin + row.total)
    amount = total - _whole(begin + row.total - row.amount)
    return Line(
        start=row.start,
        end=row.end,
        state=_state(row.why, counted),
        words=_words(row, named),
        amount=hours(amount) if row.amount else "",
        days=row.days,
        total=hours(total) if row.counted else "",
    )


def _state(why: Why, counted: str) -> str:
    match why:
        case Why.WORKING:
            return counted
        case Why.PAUSED:
            return "paused"
        case Why.STOPPED:
            return "stopped"
        case _:
            return "closed"


def _words(row: Row, named: Callable[[str], str]) -> str:
    match row.why:
        case Why.WORKING:
            return gettext("working time")
        case Why.PAUSED:
            return gettext("paused: %(why)s") % {"why": named(row.detail)} if row.detail else gettext("paused")
        case Why.STOPPED:
            return gettext("finished, until it was reopened")
        case _:
            return row.detail


def _bar(ledger: Ledger, lines: tuple[Line, ...]) -> Bar:
    start = ledger.started_at
    end = max([ledger.ended_at, ledger.due_at or ledger.ended_at, start + timedelta(seconds=1)])
    length = (end - start).total_seconds()

    def place(at: datetime) -> float:
        return round((at - start).total_seconds() / length * WIDTH, 2)

    pieces = tuple(
        Piece(place(line.start), round(place(line.end) - place(line.start), 2), line.state, line.words)
        for line in lines
    )
    has_ahead = ledger.due_at is not None and ledger.due_at > ledger.ended_at
    return Bar(
        start=start,
        end=end,
        keys=tuple(_keys({line.state for line in lines if line.end > line.start})),
        pieces=pieces,
        now=place(ledger.ended_at) if has_ahead else None,
        due=place(ledger.due_at) if ledger.due_at else None,
    )


def _keys(states: Collection[str]) -> Iterator[tuple[str, str]]:
    told = {
        "counted": gettext("counted"),
        "closed": gettext("not working time"),
        "paused": gettext("paused"),
        "stopped": gettext("finished, until it was reopened"),
        "ahead": gettext("lies ahead"),
        "late": gettext("after the deadline"),
    }
    return ((state, words) for state, words in told.items() if state in states)
