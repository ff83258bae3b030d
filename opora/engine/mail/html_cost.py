"""Whether HTML may be given to a parser.

The tree construction of the HTML standard is quadratic in nesting and in attributes (measured: 200,000 open `<div>`
take 450 s in a fast C parser), so the cost is estimated in one linear pass before.
"""

import re
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]{0,40})([^<>]*)")
_ANY_TAG: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_GAPS: Final = re.compile(r"[\s/\"']+")
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSED_BY_SIBLING: Final = frozenset(["p", "li", "td", "th", "tr", "dd", "dt", "tbody", "thead", "tfoot", "option"])
_MOST_STEPS: Final = 8_000_000
_MOST_ATTRIBUTES: Final = 1000
_LONG_TAG: Final = 1000


def is_affordable(html: str) -> bool:
    """False for HTML on which a standard parser would take seconds; never true for less than the true nesting."""
    exempt = frozenset() if re.search(r"<(?:svg|math)", html, re.IGNORECASE) else _CLOSED_BY_SIBLING
    stack: list[str] = []
    steps = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        steps += len(stack)
        if steps > _MOST_STEPS or _has_many_attributes(found[3]):
            return False
        if not found[1]:
            if name not in _VOID and name not in exempt:
                stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
    return True


def words_of(html: str) -> str:
    """The text of HTML that is too costly to parse: tags dropped, entities resolved."""
    return unescape(_ANY_TAG.sub(" ", html))


def _has_many_attributes(rest: str) -> bool:
    return len(rest) > _LONG_TAG and len(_GAPS.findall(rest)) > _MOST_ATTRIBUTES
