"""The charter: a regulation as a document that runs.

`load(path)` and `loads(text)` give a frozen `Charter` or raise `CharterError` with every problem; `check(path)` lists
problems and warnings; `Charter.to_json` and `Charter.from_json` keep it in a database row.
"""

from opora.engine.charter.enforced import Declared, declared_not_enforced
from opora.engine.charter.lint import lint
from opora.engine.charter.loading import check, checks, load, loads
from opora.engine.charter.problems import CharterError, Problem, Severity
from opora.engine.charter.published import json_schema
from opora.engine.charter.schema import Charter

__all__ = [
    "Charter",
    "CharterError",
    "Declared",
    "Problem",
    "Severity",
    "check",
    "checks",
    "declared_not_enforced",
    "json_schema",
    "lint",
    "load",
    "loads",
]
