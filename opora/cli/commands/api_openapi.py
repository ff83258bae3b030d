"""Write the API's description to opora/api/openapi.json, or print it."""

from __future__ import annotations

import argparse

from opora.api import openapi
from opora.cli.command import Needs

NEEDS = Needs.DJANGO


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say where to."""
    parser.add_argument("--print", action="store_true", dest="show", help="print it and leave the file alone")


def run(options: argparse.Namespace) -> int:
    """Bring the kept description up to date with the code."""
    if options.show:
        print(openapi.snapshot(), end="")
        return 0
    openapi.SNAPSHOT.write_text(openapi.snapshot(), encoding="utf-8")
    print(f"{openapi.SNAPSHOT.name}: {len(openapi.description()['paths'])} paths")
    return 0
