"""What the verbs of a ticket refuse. None of them names an object the actor may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import NotFound, Problem

__all__ = ["ClosedForGood", "Forbidden", "Missing", "NotAllowedNow", "NotFound", "NotLater", "Problem", "UnknownKey"]


@dataclass(eq=False)
class Forbidden(Problem):
    """The actor's role never allows this, whatever state the ticket is in."""

    verb: str = ""
    field: str = ""

    code: ClassVar[str] = "forbidden"
    status: ClassVar[int] = 403

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Your role does not allow this.")


@dataclass(eq=False)
class NotAllowedNow(Problem):
    """The ticket's state does not allow this; `allowed`: statuses it could go to, `holder`: who has it instead."""

    allowed: tuple[str, ...] = ()
    field: str = "status"
    holder: str = ""

    code: ClassVar[str] = "not_allowed_now"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        if self.holder:
            return gettext("%(name)s has taken this ticket already.") % {"name": self.holder}
        return gettext("This cannot be done in the ticket's present state.")


@dataclass(eq=False)
class Missing(Problem):
    """Something must be given first; `fields` are names of arguments, of needs, or `fields.<key>` of the form."""

    fields: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    code: ClassVar[str] = "missing"

    @property
    def field(self) -> str:  # type: ignore[override]
        """The first of them."""
        return self.fields[0] if self.fields else ""

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Please give: %(what)s.") % {"what": ", ".join(self.titles or map(_title, self.fields))}


@dataclass(eq=False)
class UnknownKey(Problem):
    """A value is none of the allowed ones. An id of another desk looks the same as an id of nothing."""

    field: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()

    code: ClassVar[str] = "unknown_key"

    def sentence(self) -> str:
        """One sentence for people."""
        if not self.allowed:
            return gettext("“%(value)s” cannot be used as %(field)s.") % {
                "value": self.value,
                "field": _title(self.field),
            }
        words = {"value": self.value, "field": _title(self.field), "allowed": ", ".join(self.allowed)}
        return gettext("“%(value)s” cannot be used as %(field)s; allowed: %(allowed)s.") % words


@dataclass(eq=False)
class NotLater(Problem):
    """A moment that must lie ahead does not."""

    field: str = "planned_at"

    code: ClassVar[str] = "not_later"

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("The moment must lie ahead.")


@dataclass(eq=False)
class ClosedForGood(Problem):
    """A closed ticket that cannot be opened again; `later` says what further words become: `new_ticket` or `refuse`."""

    later: str = "new_ticket"

    code: ClassVar[str] = "closed_for_good"
    status: ClassVar[int] = 409

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("This ticket is closed and cannot be opened again.")


def _title(field: str) -> str:
    titles = {
        "assignee": gettext("the assignee"),
        "because": gettext("the reason in words"),
        "category": gettext("the category"),
        "channel": gettext("the channel"),
        "contact": gettext("the contact"),
        "estimate": gettext("the estimate"),
        "files": gettext("a file"),
        "invoice": gettext("the invoice"),
        "kind": gettext("the kind"),
        "line": gettext("the line"),
        "packet": gettext("the packet for the next line"),
        "planned": gettext("the planned date"),
        "planned_at": gettext("the planned date"),
        "priority": gettext("the priority"),
        "reason": gettext("the reason"),
        "solution": gettext("the solution"),
        "status": gettext("the status"),
        "subject": gettext("the subject"),
        "text": gettext("the text"),
    }
    return titles.get(field, field.removeprefix("fields."))
