"""Clocks and their events. Open tickets' come from the engine; of closed ones, counts are near enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from bench.history import CLOSED, DECLINED, SOLVED, WAITING
from bench.rows.plan import NULL, Plan, escaped, states_of, written

CLOCKS = (
    "id", "desk_id", "ticket_id", "key", "calendar_key", "mode", "clause", "proposed", "met_by", "target",
    "target_days", "promised_at", "promised_on", "budget", "is_public", "failures", "counted", "counted_days",
    "started_at", "running_since", "paused_at", "met_at", "breached_at", "cancelled_at", "due_at", "alarms",
    "next_alarm_at",
)  # fmt: skip
MOMENTS = ("started_at", "running_since", "paused_at", "met_at", "breached_at", "cancelled_at", "due_at")
EVENTS = ("desk_id", "clock_id", "at", "what", "cause", "facts", "moment")


def clocks(plan: Plan) -> Iterator[str]:
    """The clocks of every ticket."""
    heads = [_heads(plan, place) for place in range(len(plan.combinations))]
    for places, *times in _chunks(plan):
        lines: list[str] = []
        for place, registered, replied, solved in zip(places, *times, strict=True):
            stage = int(plan.history.stage[place])
            ended = stage in (CLOSED, DECLINED)
            tails = None if ended else [_tail(state) for _, state in states_of(plan, place)]
            for turn, (key, head) in enumerate(heads[plan.history.combination[place]]):
                stopped = replied if key == "response" else solved
                tail = _ended(registered, stopped, stage) if tails is None else tails[turn]
                number = plan.first_clock + place * plan.clocks_each + turn
                lines.append(f"{number}\t{plan.desk_id}\t{plan.history.first_id + place}\t{head}\t{tail}\n")
        yield "".join(lines)


def events(plan: Plan) -> Iterator[str]:
    """Started, and what ended or paused it."""
    facts = [escaped(json.dumps(_facts(one))) for one in plan.combinations]
    keys = [list(one.chosen) for one in plan.combinations]
    for places, *times in _chunks(plan):
        lines: list[str] = []
        for place, registered, replied, solved in zip(places, *times, strict=True):
            combination, stage = plan.history.combination[place], int(plan.history.stage[place])
            for turn, key in enumerate(keys[combination]):
                head = f"{plan.desk_id}\t{plan.first_clock + place * plan.clocks_each + turn}"
                lines.append(f"{head}\t{registered}\tstarted\t\t{facts[combination]}\t{NULL}\n")
                lines += _later(head, key, stage, replied, solved)
        yield "".join(lines)


def _chunks(plan: Plan) -> Iterator[tuple]:
    history = plan.history
    for places in plan.chunks():
        cut = slice(places.start, places.stop)
        yield places, *(written(column[cut]) for column in (history.registered, history.replied, history.solved))


def _later(head: str, key: str, stage: int, replied: str, solved: str) -> Iterator[str]:
    if key == "response" and stage != 0:
        yield f"{head}\t{replied}\tmet\tmessage\t{NULL}\t{NULL}\n"
    elif stage == WAITING:
        yield f"{head}\t{replied}\tpaused\tЖдём клиента\t{NULL}\t{NULL}\n"
    elif stage in (SOLVED, CLOSED):
        yield f"{head}\t{solved}\tmet\tРешена\t{NULL}\t{NULL}\n"
    elif stage == DECLINED:
        yield f"{head}\t{solved}\tcancelled\tОтклонена\t{NULL}\t{NULL}\n"


def _facts(one) -> dict:
    return {"kind": one.kind, "category": one.category, "priority": one.priority, "plan": one.plan, "line": one.line}


def _heads(plan: Plan, place: int) -> list[tuple[str, str]]:
    """What every clock of this combination has in common."""
    found = []
    for key, chosen in plan.combinations[place].chosen.items():
        time = chosen.within.time if chosen.within else None
        days = chosen.within.working_days if chosen.within else None
        row = (
            key, chosen.calendar_key, chosen.mode.value, escaped(chosen.clause) if chosen.clause else NULL,
            "t" if chosen.proposed else "f", "{" + ",".join(f'"{one}"' for one in chosen.met_by) + "}",
            _length(time), NULL if days is None else days, NULL, NULL, _length(time),
            "t" if plan.charter.clocks[key].public else "f", 0,
        )  # fmt: skip
        found.append((key, "\t".join(map(str, row))))
    return found


def _ended(registered: str, stopped: str, stage: int) -> str:
    met, cancelled = (NULL, stopped) if stage == DECLINED else (stopped, NULL)
    alarms = f'[["75%", "{stopped}+00:00", false], ["due", "{stopped}+00:00", false]]'
    return f"01:00:00\t0\t{registered}\t{NULL}\t{NULL}\t{met}\t{NULL}\t{cancelled}\t{stopped}\t{alarms}\t{NULL}"


@lru_cache(maxsize=50_000)
def _tail(state) -> str:
    from opora.engine.clocks import dump_alarms

    moments = "\t".join(_moment(getattr(state, name)) for name in MOMENTS)
    alarms = escaped(json.dumps(dump_alarms(state.alarms)))
    return f"{_length(state.counted)}\t{state.counted_days}\t{moments}\t{alarms}\t{_moment(state.next_alarm_at)}"


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else NULL


def _length(time: timedelta | None) -> str:
    return NULL if time is None else f"{int(time.total_seconds())} seconds"
