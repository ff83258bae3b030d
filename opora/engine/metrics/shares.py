"""Figures that are shares, from 0.0 to 1.0."""

from __future__ import annotations

from collections.abc import Iterable


def satisfied_share(ratings: Iterable[int | None], *, satisfied_from: int) -> float | None:
    """Share of ratings at or above `satisfied_from` among all ratings given.

    Unit: share. One value per survey sent; None for one not answered, which is left out: silence is neither praise
    nor blame. Source: the KPI «уровень удовлетворённости», per cent of satisfied users (charter: `satisfaction`,
    `quality.satisfied_from`).
    """
    return _share(rating >= satisfied_from for rating in ratings if rating is not None)


def solved_without_reopening_share(reopenings: Iterable[int]) -> float | None:
    """Share of solved tickets that were never reopened.

    Unit: share. One value per solved ticket: how many times it was reopened. Tickets still open, declined, merged and
    spam are left out by the caller. Source: the KPI «решение с первого раза», per cent solved without reopening
    (charter: `solved_without_reopening`).
    """
    return _share(times == 0 for times in reopenings)


def sla_kept_share(kept: Iterable[bool | None]) -> float | None:
    """Share of decided clocks that were kept.

    Unit: share. One value per clock (`ClockState.in_time`): True met in time, False broken, also while still open;
    None for a clock that is open and not late, cancelled, or without a term, which is left out. Source: the promises
    of the charter's objectives (charter: `sla_kept`).
    """
    return _share(verdict for verdict in kept if verdict is not None)


def _share(verdicts: Iterable[bool]) -> float | None:
    counted = list(verdicts)
    return sum(counted) / len(counted) if counted else None
