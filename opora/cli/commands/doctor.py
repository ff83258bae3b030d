"""Look the installation over; tell what a charter declares and nothing enforces yet."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from opora.cli import checkup
from opora.cli.command import Needs
from opora.cli.output import show

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the answer."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 when one of them is a failure."""
    found = checkup.findings()
    lines = [f"{finding.state:4}  {finding.check}: {finding.words}" for finding in found]
    show([asdict(finding) for finding in found], as_json=options.json, text="\n".join(lines))
    return 1 if any(finding.state == checkup.FAIL for finding in found) else 0
