"""All words go through gettext, and the Russian ones are complete."""

from __future__ import annotations

import re
from pathlib import Path

import opora.web

HERE = Path(opora.web.__file__).parent
CYRILLIC = re.compile("[\u0400-\u04ff]")


def test_templates_scripts_and_code_hold_no_russian() -> None:
    kinds = ("*.html", "*.js", "*.css", "*.py")
    files = [path for kind in kinds for path in HERE.rglob(kind) if "tests" not in path.parts]
    assert not [str(path.relative_to(HERE)) for path in files if CYRILLIC.search(path.read_text(encoding="utf-8"))]


def test_every_word_is_translated() -> None:
    from babel.messages.pofile import read_po

    with (HERE / "locale" / "ru" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    assert not [message.id for message in catalogue if message.id and (message.fuzzy or not _all(message.string))]


def _all(words: str | tuple[str, ...]) -> bool:
    return bool(words) and all(words if isinstance(words, tuple) else (words,))
