"""Settings are typed, and a bad one is refused in one line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opora.toolkit.env import BadSetting, Environment


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("YES", True), ("off", False), ("", True), ("  ", True)])
def test_flags(raw: str, value: bool) -> None:
    assert Environment({"X": raw}).flag("X", True) is value


def test_an_unset_setting_has_its_default() -> None:
    nothing = Environment({})
    assert nothing.port("PORT", 8000) == 8000
    assert nothing.text("X", "y") == "y"
    assert nothing.url("X", "", ("http",)) is None


@pytest.mark.parametrize("raw", ["x", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match=r"^PORT='.*' cannot be used: expected a whole number from 1 to 65535\.$"):
        Environment({"PORT": raw}).port("PORT", 8000)


@pytest.mark.parametrize("raw", ["mysql://x", "postgres:", "postgres://host:port/x", "x"])
def test_a_url_of_another_kind_is_refused(raw: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        Environment({"DATABASE_URL": raw}).url("DATABASE_URL", "", ("postgres", "postgresql"))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="a folder"):
        Environment({"X": str(tmp_path / "file")}).folder("X", tmp_path)


def test_a_word_outside_the_list_is_refused() -> None:
    with pytest.raises(BadSetting, match="one of INFO, ERROR"):
        Environment({"X": "LOUD"}).choice("X", "INFO", ("INFO", "ERROR"))
