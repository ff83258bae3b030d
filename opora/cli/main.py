"""The `opora` command: finds the file of the command, prepares what it needs, runs it, turns failures into one line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opora.cli.command import Command, Failure, Needs, find

FAILED = 1
CANNOT_START = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands = find()
    command = _choose(commands, given)
    if command is None:
        print(overview(commands), file=sys.stdout if _wants_help(given) else sys.stderr)
        return 0 if _wants_help(given) else CANNOT_START
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
    return _guarded(command, given[len(command.words) :])


def overview(commands: dict[tuple[str, ...], Command]) -> str:
    """All commands with a line each."""
    width = max(len(" ".join(words)) for words in commands)
    lines = [f"  {' '.join(words):{width}}  {command.help}" for words, command in commands.items()]
    return "\n".join(["usage: opora COMMAND [ARGUMENTS]   (opora COMMAND --help says more)", "", *lines])


def _choose(commands: dict[tuple[str, ...], Command], given: list[str]) -> Command | None:
    """The command with the longest run of words the line begins with."""
    for count in range(len(given), 0, -1):
        command = commands.get(tuple(given[:count]))
        if command:
            return command
    return None


def _wants_help(given: list[str]) -> bool:
    return given[:1] in (["--help"], ["-h"], ["help"])


def _guarded(command: Command, rest: list[str]) -> int:
    try:
        return _run(command, rest)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return FAILED
    except Exception as error:
        known = _known(error)
        if known is None:
            raise
        print(f"opora {' '.join(command.words)}: {known}", file=sys.stderr)
        return FAILED if isinstance(error, Failure) else CANNOT_START


def _run(command: Command, rest: list[str]) -> int:
    with _ready(command.needs() if not {"-h", "--help"} & set(rest) else Needs.DJANGO):
        parser = argparse.ArgumentParser(prog=f"opora {' '.join(command.words)}", description=command.help)
        command.arguments(parser)
        return command.run(parser.parse_args(rest))


@contextmanager
def _ready(needs: Needs) -> Iterator[None]:
    if needs is Needs.NOTHING:
        yield
        return
    import django

    django.setup()
    from django.conf import settings

    if needs is Needs.DJANGO or not settings.EMBEDDED:
        yield
        return
    from django.db import connections

    from opora.toolkit import postgres

    with postgres.using(settings.DATA):
        try:
            yield
        finally:
            connections.close_all()


def _known(error: Exception) -> str | None:
    """Failures a person can act on, as one line; None for a defect of ours, which shows its traceback."""
    from opora.toolkit.env import BadSetting
    from opora.toolkit.postgres import PostgresFailure

    if isinstance(error, (Failure, BadSetting, PostgresFailure)):
        return str(error)
    database = sys.modules.get("django.db.utils")
    if database and isinstance(error, database.OperationalError):
        return f"The database cannot be reached: {str(error).splitlines()[0]}"
    if database and isinstance(error, database.ProgrammingError) and "does not exist" in str(error):
        return f"The database is not prepared, run `opora migrate` first: {str(error).splitlines()[0]}"
    return None


if __name__ == "__main__":
    sys.exit(main())
