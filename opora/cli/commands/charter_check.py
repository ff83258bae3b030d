"""Check a charter file: every problem with its line, warnings, and the charter's own examples."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from opora.cli.command import Failure, Needs
from opora.cli.output import show

NEEDS = Needs.NOTHING


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, help="a charter in YAML")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the problems; 0 when the charter can run."""
    from opora.engine.charter import check

    try:
        problems = check(options.file)
    except OSError as error:
        raise Failure(f"{options.file} cannot be read: {error.strerror}.") from error
    is_fine = not any(problem.is_fatal for problem in problems)
    value = {"file": str(options.file), "runs": is_fine, "problems": [asdict(problem) for problem in problems]}
    verdict = (
        f"{options.file}: {'the charter can run' if is_fine else 'the charter cannot run'}; {_count(len(problems))}."
    )
    show(value, as_json=options.json, text="\n".join([*map(str, problems), verdict]))
    return 0 if is_fine else 1


def _count(problems: int) -> str:
    return {0: "no problems", 1: "1 problem"}.get(problems, f"{problems} problems")
