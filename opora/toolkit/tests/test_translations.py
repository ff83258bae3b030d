"""Catalogues are compiled when they are newer than their compiled form."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from opora.toolkit import translations

SOURCE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Desk"\nmsgstr "Служба"\n'


def test_a_stale_catalogue_is_compiled_once(tmp_path: Path) -> None:
    source = tmp_path / "web" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE, encoding="utf-8")
    assert translations.compile_stale(tmp_path) == 1
    assert translations.compile_stale(tmp_path) == 0
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Desk") == "Служба"
    os.utime(source, (2**31, 2**31))
    assert translations.compile_stale(tmp_path) == 1
