"""Figures that are lengths of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

_ZERO = timedelta(0)


def mean_first_response(waits: Iterable[timedelta | None]) -> timedelta | None:
    """Mean time from a ticket's creation to its first response, over the tickets that had one.

    Unit: elapsed time. One value per ticket; None for a ticket not answered yet, which is left out. Automatic answers
    and internal notes are no response: the caller gives the wait to what met the response clock. The caller leaves
    out spam and merged tickets. Source: the KPI «время первого ответа», mean of creation to first response (charter:
    `first_response`).
    """
    return _mean(waits)


def mean_resolution(times: Iterable[timedelta | None]) -> timedelta | None:
    """Mean time from a ticket's creation to its solution, over the solved tickets.

    Unit: elapsed time. One value per ticket; None for a ticket not solved, which is left out. A reopened ticket
    counts to its last solution. Declined and merged tickets are left out by the caller. Source: the KPI «время
    решения», mean of creation to resolution (charter: `resolution`).
    """
    return _mean(times)


def time_by_line(holdings: Iterable[tuple[str, timedelta]]) -> dict[str, timedelta]:
    """How long each line held tickets: the sum of its holdings, in the order in which lines first appear.

    Unit: the time the caller measured, working or elapsed. Time at the customer or an adjacent service is no line's
    and is left out. Source: each line's own account of the same time (charter: `line_time`).
    """
    totals: dict[str, timedelta] = defaultdict(timedelta)
    for line, held in holdings:
        totals[line] += held
    return dict(totals)


def _mean(values: Iterable[timedelta | None]) -> timedelta | None:
    counted = [value for value in values if value is not None]
    return sum(counted, _ZERO) / len(counted) if counted else None
