"""Move the demonstration's clock: `opora demo clock 3d`, `90m`, or `back` to the real time."""

from __future__ import annotations

import argparse

from opora.cli.command import Failure, Needs

NEEDS = Needs.DJANGO


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the line takes."""
    parser.add_argument("by", nargs="?", default="", help="how far ahead: 90m, 4h, 3d; `back`: the real time again")


def run(options: argparse.Namespace) -> int:
    """Move it, and say what time it is now."""
    from django.conf import settings

    from opora.engine.worktime import AmountError, parse_amount
    from opora.toolkit import clock

    if not settings.TIME_TRAVEL:
        raise Failure("OPORA_TIME_TRAVEL is off: time can only be moved in a demonstration or a test.")
    if options.by == "back":
        clock.reset()
    elif options.by:
        try:
            amount = parse_amount(options.by)
        except AmountError as error:
            raise Failure(str(error)) from error
        if amount.time is None:
            raise Failure("Say hours or minutes or days of 24 h: 90m, 4h, 3d.")
        clock.move(amount.time)
    print(f"It is {clock.now():%Y-%m-%d %H:%M:%S} UTC here.")
    return 0
