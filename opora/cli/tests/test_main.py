"""The `opora` command: every file is a command, failures are one line, exit codes tell programs what happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from opora.cli import main
from opora.cli.command import Needs, find

REPOSITORY = Path(main.__file__).parents[2]
CHARTER = REPOSITORY / "opora" / "charters" / "procrm.yaml"


def opora(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-m", "opora.cli", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, **environment})


def test_every_command_has_a_help_line_and_says_what_it_needs() -> None:
    for command in find().values():
        assert command.help.endswith("."), command.words
        assert len(command.help) < 120, command.words
        assert command.needs() in Needs


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == 0
    shown = capsys.readouterr().out
    for words in find():
        assert f"  {' '.join(words)} " in shown


def test_a_word_that_is_no_command_fails_with_the_overview(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["fly"]) == main.CANNOT_START
    assert "charter check" in capsys.readouterr().err


def test_a_bad_setting_is_one_line_and_no_start() -> None:
    ended = opora("migrate", PORT="eighty")
    assert ended.returncode == main.CANNOT_START
    assert ended.stderr == "opora migrate: PORT='eighty' cannot be used: expected a whole number from 1 to 65535.\n"


def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path) -> None:
    ended = opora("doctor", DATABASE_URL="postgres://nobody:x@127.0.0.1:9/nothing", OPORA_DATA=str(tmp_path))
    assert ended.returncode == main.CANNOT_START
    assert ended.stderr.startswith("opora doctor: The database cannot be reached")
    assert ended.stderr.count("\n") == 1


def test_a_charter_that_runs_is_said_so_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["charter", "check", str(CHARTER), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] is True


def test_a_charter_that_cannot_run_fails_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("charter: x\ntitel: y\n")
    assert main.main(["charter", "check", str(broken)]) == main.FAILED
    assert f"{broken}:2:" in capsys.readouterr().out


def test_a_file_that_is_missing_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["mail", "parse", "no-such-file.eml"]) == main.FAILED
    assert capsys.readouterr().err == "opora mail parse: no-such-file.eml cannot be read: No such file or directory.\n"


def test_a_mail_is_read_from_standard_input() -> None:
    raw = "From: a@example.com\nTo: b@example.com\nSubject: =?utf-8?b?0J/RgNC40L3RgtC10YA=?=\n\nНе печатает\n"
    command = [sys.executable, "-m", "opora.cli", "mail", "parse", "-", "--json"]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, input=raw)
    assert json.loads(ended.stdout)["subject"] == "Принтер"
