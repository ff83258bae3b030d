"""Lists of tickets: the queue in the charter's order, and how many there are in each view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Q, Value

from opora.desks import charters
from opora.desks.models import Desk
from opora.engine import workflow
from opora.engine.charter import Charter
from opora.engine.charter.schema import Phase
from opora.journal.events import Actor
from opora.tickets.models import Ticket
from opora.tickets.models.ticket import FINAL
from opora.tickets.queries.reading import JOINED, visible
from opora.tickets.views import KEYS, View
from opora.toolkit.pagination import Keyset, Page
from opora.toolkit.scoped import DeskQuerySet

MOST_COUNTED = 1000
"""Counting stops here: a count of 1000 means “999+”."""

PAGE_LIMIT = 200
_OPEN = ~Q(phase__in=FINAL)
_WAITING = [phase.value for phase in Phase if phase.is_waiting]
_COLUMNS = {"plan": "plan_order", "priority": "priority_rank", "due": "due_order", "arrival": "id"}
_HEAVY = ("solution", "fields")

_VIEWS: dict[str, Callable[[Actor], Q]] = {
    "open": lambda actor: _OPEN,
    "mine": lambda actor: _OPEN & _own(actor),
    "unassigned": lambda actor: _OPEN & Q(assignee=None),
    "overdue": lambda actor: _OPEN & Q(is_breached=True),
    "waiting": lambda actor: _OPEN & Q(phase__in=_WAITING),
    "solved": lambda actor: _OPEN & Q(phase=Phase.SOLVED.value),
    "closed": lambda actor: Q(phase__in=FINAL),
    "all": lambda actor: Q(),
}


def queue(desk: Desk, actor: Actor, view: View, *, after: str | None = None, limit: int = 50) -> Page[Ticket]:
    """A page of a view, with requester, organisation and assignee; one query whatever the size of the desk.

    Open tickets stand in the charter's order for staff and newest first for customers; closed ones by the moment of
    closing; `all` newest first. Raises BadCursor.
    """
    rows = visible(desk, actor).filter(_VIEWS[view.key](actor), *_filters(view, actor))
    order = _order(charters.in_force(desk), view, actor)
    return order.page(rows.select_related(*JOINED).defer(*_HEAVY), after=after, limit=max(1, min(limit, PAGE_LIMIT)))


def counts(desk: Desk, actor: Actor) -> dict[str, int]:
    """How many tickets each view but `closed` and `all` holds, none above MOST_COUNTED; one query."""
    counted = [key for key in KEYS if key not in ("closed", "all")]
    parts = [_capped(visible(desk, actor).filter(_VIEWS[key](actor))) for key in counted]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS part)" for sql, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _, values in parts for value in values])
        row = cursor.fetchone()
    return dict(zip(counted, row, strict=True))


def order_of_queue(charter: Charter) -> Keyset:
    """The charter's order as columns; the id, which follows arrival, decides last."""
    return Keyset(tuple(_COLUMNS[word] for word in workflow.order_words(charter)))


def _order(charter: Charter, view: View, actor: Actor) -> Keyset:
    if view.key == "closed" and not actor.is_contact:
        return Keyset(("closed_at", "id"), descending=True)
    if view.key == "all" or actor.is_contact:
        return Keyset(("id",), descending=True)
    return order_of_queue(charter)


def _own(actor: Actor) -> Q:
    return Q(requester_id=actor.reference) if actor.is_contact else Q(assignee_id=actor.reference)


def _filters(view: View, actor: Actor) -> Iterator[Q]:
    for name, value in view.filters.items():
        match name:
            case "category":
                yield Q(category=value) | Q(category__startswith=f"{value}/")
            case "assignee" if value == "none":
                yield Q(assignee=None)
            case "assignee":
                yield Q(assignee_id=actor.reference if value == "me" else int(value))
            case "organisation":
                yield Q(organisation_id=int(value))
            case _:
                yield Q(**{name: value})


def _capped(rows: DeskQuerySet[Ticket]) -> tuple[str, tuple[Any, ...]]:
    one = rows.order_by().annotate(one=Value(1)).values("one")[:MOST_COUNTED]
    sql, values = one.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, values
