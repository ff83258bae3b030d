"""What the service covers and what it does not: the entries an agent picks from when a request is out of scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from opora.engine.charter.schema import Charter, ScopeItem


class Section(StrEnum):
    """The part of the charter's scope an entry stands in."""

    COVERED = "covered"
    EXCLUDED = "excluded"
    ADJACENT = "adjacent"
    REDIRECTS = "redirects"


class Verdict(StrEnum):
    """What becomes of a request."""

    INCLUDED = "included"
    DISCUSSED_SEPARATELY = "discussed_separately"
    NOT_PROVIDED = "not_provided"
    REDIRECT = "redirect"
    SUSPENDED = "suspended"  # until an adjacent service has done its part


_DEFAULTS = {
    Section.COVERED: Verdict.INCLUDED,
    Section.EXCLUDED: Verdict.NOT_PROVIDED,
    Section.ADJACENT: Verdict.SUSPENDED,
    Section.REDIRECTS: Verdict.REDIRECT,
}


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """One entry with its verdict; `letter` is what the customer is told, from the entry's reason where it names one."""

    section: Section
    title: str
    verdict: Verdict
    condition: str | None = None
    reason: str | None = None
    letter: str | None = None
    url: str | None = None
    clause: str | None = None


def scope_choices(charter: Charter) -> tuple[ScopeChoice, ...]:
    """Every entry of the charter's scope in its order; an entry without a verdict of its own has its section's."""
    return tuple(_choice(charter, section, item) for section, item in _entries(charter))


def _entries(charter: Charter) -> Iterator[tuple[Section, ScopeItem]]:
    for section in Section:
        yield from ((section, item) for item in getattr(charter.scope, section.value))


def _choice(charter: Charter, section: Section, item: ScopeItem) -> ScopeChoice:
    reason = charter.reasons[item.reason] if item.reason else None
    return ScopeChoice(
        section=section,
        title=item.title,
        verdict=Verdict(item.verdict) if item.verdict else _DEFAULTS[section],
        condition=item.condition,
        reason=item.reason,
        letter=(reason.letter or reason.title) if reason else None,
        url=item.url,
        clause=item.clause,
    )
