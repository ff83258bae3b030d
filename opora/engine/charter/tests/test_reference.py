"""The pages in docs/charter are those that the schema makes. `OPORA_WRITE_DOCS=1` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from opora.engine.charter import loads
from opora.engine.charter.lint import RULES
from opora.engine.charter.reference import pages
from opora.engine.charter.shape import parts

FOLDER = Path(__file__).parents[4] / "docs" / "charter"


@pytest.mark.parametrize("name", sorted(pages()))
def test_page_is_the_one_the_schema_makes(name: str) -> None:
    if os.environ.get("OPORA_WRITE_DOCS") == "1":
        (FOLDER / name).write_text(pages()[name], encoding="utf-8")
    assert (FOLDER / name).read_text(encoding="utf-8") == pages()[name]


def test_every_key_of_a_charter_has_its_row() -> None:
    written = "\n".join(pages().values())
    for part in parts():
        section = written.partition(f"## {part.__name__}\n")[2].partition("\n## ")[0]
        rows = section if "common.md" not in section else section + written
        for key in part.model_fields:
            assert f"| `{key}` |" in rows, f"{part.__name__}.{key}"


def test_every_code_of_the_linter_has_its_row() -> None:
    assert all(f"| `{rule.code}` |" in pages()["linter.md"] for rule in RULES)


def test_first_charter_of_the_guide_loads() -> None:
    guide = (FOLDER / "index.md").read_text(encoding="utf-8")
    text = guide.partition("```yaml\n")[2].partition("```")[0]
    assert loads(text).number(7) == "HELP-00007"


def test_guide_names_every_page() -> None:
    guide = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert all(f"({name})" in guide for name in pages())
