"""What a draft becomes under a charter: kind, category, priority, line; and whether its form is answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from opora.engine.charter import Charter
from opora.tickets.errors import UnknownKey
from opora.tickets.values import Draft

DOORS = ("portal", "email", "api", "agent", "phone", "chat", "messenger", "form")
"""Words for a way in that a charter need not list."""


@dataclass(frozen=True, slots=True)
class Classified:
    """Where a ticket belongs; keys of the charter."""

    channel: str
    kind: str
    category: str
    priority: str
    line: str


def classify(charter: Charter, draft: Draft) -> Classified:
    """What the draft says, and what the charter says where the draft is silent. Raises UnknownKey."""
    channel = channel_of(charter, draft.channel)
    kind, category = _kind_and_category(charter, draft, channel)
    priority = (
        draft.priority
        or _hint(charter, category, "priority")
        or charter.kinds[kind].priority
        or charter.default_priority
    )
    demand("priority", priority, tuple(charter.priorities))
    return Classified(channel, kind, category, priority, first_line(charter, kind=kind, category=category))


def channel_of(charter: Charter, word: str) -> str:
    """The charter's channel of that key, or else its first channel of that type, or else the door's own word."""
    if word in charter.channels:
        return word
    of_type = (key for key, channel in charter.channels.items() if channel.type == word)
    key = next(of_type, word)
    demand("channel", key, (*charter.channels, *DOORS))
    return key


def first_line(charter: Charter, *, kind: str, category: str) -> str:
    """The line that takes such a ticket first: by category, by kind, by the lines' own lists, or the default one."""
    hinted = _hint(charter, category, "line") or charter.kinds[kind].line
    listed = (
        key for key, line in charter.lines.items() if any(_within(category, branch) for branch in line.categories)
    )
    return hinted or next(listed, charter.default_line)


def demand_category(charter: Charter, *, kind: str, category: str) -> None:
    """Raises UnknownKey unless there is such a category and the kind may have it."""
    demand("category", category, categories_of(charter, kind))


def categories_of(charter: Charter, kind: str) -> tuple[str, ...]:
    """Paths of the categories a ticket of this kind may have, as the charter orders them."""
    branches = charter.kinds[kind].categories
    return tuple(
        path for path in charter.category_tree if not branches or any(_within(path, branch) for branch in branches)
    )


def fitting_category(charter: Charter, kind: str) -> str:
    """The category of such a ticket when nobody says: the default one, or the first that the kind may have."""
    possible = categories_of(charter, kind)
    return charter.default_category if charter.default_category in possible else possible[0]


def demand(field: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raises UnknownKey unless `value` is one of `allowed`."""
    if value not in allowed:
        raise UnknownKey(field=field, value=value[:100], allowed=allowed)


def _kind_and_category(charter: Charter, draft: Draft, channel: str) -> tuple[str, str]:
    if draft.category is not None:
        demand("category", draft.category, tuple(charter.category_tree))
    kind = (
        draft.kind
        or _hint(charter, draft.category or "", "kind")
        or _kind_of_channel(charter, channel)
        or charter.default_kind
    )
    demand("kind", kind, tuple(charter.kinds))
    category = draft.category or fitting_category(charter, kind)
    demand_category(charter, kind=kind, category=category)
    return kind, category


def _kind_of_channel(charter: Charter, channel: str) -> str | None:
    known = charter.channels.get(channel)
    return known.kind if known else None


def _hint(charter: Charter, category: str, name: str) -> str | None:
    """What the category says, or the nearest branch above it that says anything."""
    path = category
    while path:
        value: str | None = getattr(charter.category(path), name)
        if value is not None:
            return value
        path = path.rpartition("/")[0]
    return None


def _within(path: str, branch: str) -> bool:
    return path == branch or path.startswith(branch + "/")
