"""Every figure has its row in docs/kpis.md and its definition."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from opora.engine.charter.schema.quality import KPIS as WORDS
from opora.reports.kpis import KPIS

PAGE = Path(__file__).parents[3] / "docs" / "kpis.md"


@pytest.mark.parametrize("formula", WORDS)
def test_the_page_tells_of_every_word_a_charter_may_use(formula: str) -> None:
    assert f"`{formula}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("formula", KPIS)
def test_every_figure_says_what_it_is(formula: str) -> None:
    told = import_module(f"opora.reports.kpis.{formula}").__doc__ or ""
    assert all(f"{word}:" in told for word in ("Definition", "Unit", "Formula", "Excluded", "Source"))


def test_a_figure_is_a_word_of_the_charter() -> None:
    assert set(KPIS) <= set(WORDS)
