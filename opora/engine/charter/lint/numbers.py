"""E016: `ticket_number` gives every ticket a number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter

_WIDTH = re.compile(r"(0[1-9]\d?)?d?")
_AROUND = re.compile(r"[\w#./-]*")
_HINT = "write it like `SMART-{n:05}`"


def find(charter: Charter) -> Iterator[Finding]:
    fault = _fault(charter.ticket_number)
    if fault:
        yield Finding(("ticket_number",), fault, _HINT)


def _fault(number: str) -> str:
    try:
        parts = list(Formatter().parse(number))
    except ValueError as error:
        return f"not a format: {error}"
    fields = [(name, spec or "", conversion) for _, name, spec, conversion in parts if name is not None]
    if len(fields) != 1 or fields[0][0] != "n" or fields[0][2]:
        return "the number of the ticket, `{n}`, must stand in it exactly once"
    if not _WIDTH.fullmatch(fields[0][1]):
        return f"`{fields[0][1]}` is no width: after the colon stands 0 and how many digits at least"
    if not all(_AROUND.fullmatch(literal) for literal, *_ in parts):
        return "around `{n}` only letters, digits and `_ # . / -` may stand"
    return ""


RULE = Rule("E016", "ticket number that is not one", find)
