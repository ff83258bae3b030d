"""From YAML to a charter: `load` refuses what cannot run, `check` says everything there is to say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from opora.engine.charter import faults, source
from opora.engine.charter.lint import lint
from opora.engine.charter.problems import CharterError, Problem, Severity
from opora.engine.charter.schema import Charter
from opora.engine.charter.source import Positions, SourceError

UNNAMED = "<charter>"


def load(path: str | Path) -> Charter:
    """The charter in a YAML file. Raises CharterError when it cannot run, OSError when the file cannot be read."""
    return _runnable(*_inspect(Path(path).read_bytes(), str(path)))


def loads(text: str, *, file: str = UNNAMED) -> Charter:
    """The charter in a YAML text; `file` is the name problems give it. Raises CharterError when it cannot run."""
    return _runnable(*_inspect(text.encode(errors="surrogatepass"), file))


def check(path: str | Path) -> tuple[Problem, ...]:
    """Every problem of the charter in a YAML file, warnings and failing examples too. Raises OSError for no file."""
    return _inspect(Path(path).read_bytes(), str(path), examples=True)[1]


def checks(text: str, *, file: str = UNNAMED) -> tuple[Problem, ...]:
    """Every problem of the charter in a YAML text, warnings and failing examples too."""
    return _inspect(text.encode(errors="surrogatepass"), file, examples=True)[1]


def _inspect(raw: bytes, file: str, *, examples: bool = False) -> tuple[Charter | None, tuple[Problem, ...]]:
    try:
        data, positions = source.read(source.decode(raw))
    except SourceError as error:
        at = error.at
        return None, (Problem(error.code, Severity.ERROR, file, at.line, at.column, "", error.message, error.hint),)
    charter, problems = _validate(data, positions, file)
    if charter is None or not examples or any(problem.is_fatal for problem in problems):
        return charter, problems
    return charter, (*problems, *_run_examples(charter, positions, file))


def _validate(data: dict[str, Any], positions: Positions, file: str) -> tuple[Charter | None, tuple[Problem, ...]]:
    try:
        charter = Charter.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        return None, faults.problems(error, data=data, positions=positions, file=file)
    return charter, lint(charter, positions, file=file)


def _run_examples(charter: Charter, positions: Positions, file: str) -> tuple[Problem, ...]:
    # Imported here: the clocks that examples run on read the schema, whose package imports this module.
    from opora.engine.charter.examples import run_examples

    return run_examples(charter, positions, file=file)


def _runnable(charter: Charter | None, problems: tuple[Problem, ...]) -> Charter:
    if charter is None or any(problem.is_fatal for problem in problems):
        raise CharterError(problems)
    return charter
