"""The score of quality and its level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from opora.engine.charter.schema import Level, Quality

_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Score:
    """A score with its level.

    `value` is rounded as the charter says, or to two decimals, only for showing, where it says nothing.
    `level` is None when the charter has no levels.
    """

    value: Decimal
    level: Level | None


def quality_score(quality: Quality, ratings: Iterable[int | None], *, tickets: int) -> Score | None:
    """The sum of ratings divided by all `tickets` of the period, or by the answers, as the charter's formula says.

    Unit: points of the rating scale. One value per survey; None for one not answered: left out of the sum, and under
    `ratings / tickets` counted against the desk by the number of tickets. The level is the first, best first, whose
    bound the score reaches, after rounding half up to `quality.rounding` decimals; without it the exact score
    decides. None when there is nothing to divide by. Source: the charter's `quality` (its clause gives formula,
    levels and period).
    """
    given = [rating for rating in ratings if rating is not None]
    number = tickets if quality.formula == "ratings / tickets" else len(given)
    if not number:
        return None
    exact = Fraction(sum(given), number)
    score = exact if quality.rounding is None else _rounded(exact, quality.rounding)
    return Score(_decimal(score, _SHOWN if quality.rounding is None else quality.rounding), _level(quality, score))


def _level(quality: Quality, score: Fraction) -> Level | None:
    reached = (level for level in quality.levels if level.at_least is None or score >= Fraction(level.at_least))
    return next(reached, None)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    step = 10**decimals
    return Fraction(floor(value * step + Fraction(1, 2)), step)


def _decimal(value: Fraction, decimals: int) -> Decimal:
    return Decimal(floor(_rounded(value, decimals) * 10**decimals)).scaleb(-decimals)
