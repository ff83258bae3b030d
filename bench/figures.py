"""Figures of a run: printed as a table, kept for `bin/bench`, with the machine's load beside each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


def load_average() -> float:
    """How busy the machine was over the last minute; above the number of cores, figures are too bad."""
    return round(os.getloadavg()[0], 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its floor. `ratio` is figure to floor, or floor to figure where more is better."""

    what: str
    value: float
    unit: str
    floor: float | None = None
    goal: str = ""
    is_met: bool | None = None
    note: str = ""
    load: float = field(default_factory=load_average)

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        if self.floor is None or not self.value or not self.floor:
            return None
        return self.floor / self.value if self.unit.endswith("/s") else self.value / self.floor


def at_most(what: str, value: float, unit: str, *, floor: float | None, times: float, note: str = "") -> Figure:
    """A figure whose goal is a ratio to its floor."""
    figure = Figure(what, value, unit, floor)
    return Figure(what, value, unit, floor, f"≤ {times:g} ×", (figure.ratio or 0) <= times, note)


def within(what: str, value: float, unit: str, *, most: float, floor: float | None = None, note: str = "") -> Figure:
    """A figure whose goal is a value not to be exceeded."""
    return Figure(what, value, unit, floor, f"≤ {most:g} {unit}", value <= most, note)


def at_least(what: str, value: float, unit: str, *, least: float, floor: float | None = None, note: str = "") -> Figure:
    """A figure whose goal is a value to reach."""
    return Figure(what, value, unit, floor, f"≥ {least:g} {unit}", value >= least, note)


def report(figures: Sequence[Figure]) -> None:
    """Print them, and append them to the file OPORA_BENCH_RESULTS names."""
    print(table(figures), flush=True)
    results = os.environ.get("OPORA_BENCH_RESULTS")
    if results:
        with Path(results).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(figure), ensure_ascii=False) + "\n" for figure in figures)


def table(figures: Sequence[Figure]) -> str:
    """A table in Markdown."""
    head = ("figure", "value", "floor", "ratio", "goal", "", "load", "note")
    rows = [head, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def timed(work: Callable[[], object], *, times: int, warm: int = 5) -> list[float]:
    """Milliseconds of each of `times` runs, after `warm` unmeasured ones."""
    for _ in range(warm):
        work()
    spent = []
    for _ in range(times):
        began = perf_counter()
        work()
        spent.append((perf_counter() - began) * 1000)
    return spent


def best_median(work: Callable[[], object], *, times: int, rounds: int = 3) -> float:
    """The best round's median in milliseconds: others use the machine too."""
    return min(median(timed(work, times=times)) for _ in range(rounds))


def p95(values: Sequence[float]) -> float:
    """The value that one of twenty exceeds."""
    return quantiles(values, n=20)[-1]


def _cells(figure: Figure) -> tuple[str, ...]:
    met = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.1f} ×"
    floor = "" if figure.floor is None else f"{figure.floor:.4g} {figure.unit}"
    value = f"{figure.value:.4g} {figure.unit}"
    return figure.what, value, floor, ratio, figure.goal, met, f"{figure.load:g}", figure.note
