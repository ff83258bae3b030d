"""Figures that are numbers of tickets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def volume(keys: Iterable[K]) -> dict[K, int]:
    """How many tickets there are of every key, the most frequent first, equals in order of first appearance.

    Unit: tickets. One key per ticket: a category, a priority, or a pair of them. Spam and merged tickets are left out
    by the caller. Source: the KPI «количество обращений», total by category and priority (charter: `volume`).
    """
    return dict(Counter(keys).most_common())
