"""The cast × the verbs: who is let through, who is refused, and that a refusal leaves no trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from opora.desks import tenancy
from opora.journal.models import Entry
from opora.tickets import actions
from opora.tickets.errors import Forbidden, NotFound
from opora.tickets.models import Message, Participant, Ticket
from opora.tickets.values import Words
from tests.cast import AT, CONTACTS, MEMBERS, NEIGHBOURS, NOBODY, words

LATER = AT + timedelta(hours=1)
WORKERS = {"owner", "admin", "lead", "agent", "second_agent"}
STAFF = set(MEMBERS)
CUSTOMERS = {"requester", "customer_admin"}
EVERYBODY = (*MEMBERS, *CONTACTS, *NEIGHBOURS, NOBODY)
STRANGERS = {"colleague", "stranger", *NEIGHBOURS}
"""For whom the ticket does not exist."""


def in_state(ticket, cast, state):
    """Bring the ticket to where the verb makes sense."""
    if state in ("solved", "closed"):
        actions.solve(ticket, words=words("Готово."), by=cast.actor("agent"), at=AT)
    if state == "closed":
        actions.confirm(ticket, by=cast.actor("requester"), at=AT)


VERBS = {
    "reply": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.reply(t, words=words(), **by)),
    "ask": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.ask(t, words=words(), **by)),
    "solve": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.solve(t, words=words(), **by)),
    "note": ("new", STAFF | {NOBODY}, lambda t, c, **by: actions.note(t, words=words(), **by)),
    "customer_reply": ("new", CUSTOMERS, lambda t, c, **by: actions.customer_reply(t, words=words(), **by)),
    "assign": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.assign(t, to=c.member("agent"), **by)),
    "take": ("new", WORKERS, lambda t, c, **by: actions.take(t, **by)),
    "change_status": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.change_status(t, to="work", **by)),
    "change_priority": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.change_priority(t, to="high", because="стоит касса", **by),
    ),
    "classify": ("new", WORKERS | {NOBODY}, lambda t, c, **by: actions.classify(t, category="pim", **by)),
    "move_line": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.move_line(t, to="line2", because="сложно", **by),
    ),
    "plan_solution": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.plan_solution(t, planned_at=LATER + timedelta(days=1), because="", **by),
    ),
    "refuse": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.refuse(t, reason="your_backlog", words=None, **by),
    ),
    "defer": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.defer(t, reason="no_information", words=None, **by),
    ),
    "add_participant": (
        "new",
        WORKERS | {NOBODY},
        lambda t, c, **by: actions.add_participant(t, contact=c.contact("colleague"), **by),
    ),
    "confirm": ("solved", CUSTOMERS | {NOBODY}, lambda t, c, **by: actions.confirm(t, **by)),
    "decline": ("solved", CUSTOMERS | {NOBODY}, lambda t, c, **by: actions.decline(t, because="не помогло", **by)),
    "reopen": (
        "closed",
        CUSTOMERS | WORKERS | {NOBODY},
        lambda t, c, **by: actions.reopen(t, because="снова", **by),
    ),
}


def trace():
    """All that a verb could have left behind."""
    with tenancy.desk(tenancy.ALL_DESKS):
        return (
            list(Ticket.objects.across_desks().order_by("pk").values()),
            Message.objects.across_desks().count(),
            Entry.objects.across_desks().count(),
            Participant.objects.across_desks().count(),
        )


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_for_those_who_may(cast, register, unwired, verb):
    state, _, do = VERBS[verb]
    ticket = register()
    in_state(ticket, cast, state)
    before = trace()
    outcomes, traceless = {}, set()
    for name in EVERYBODY:
        point = transaction.savepoint()
        outcomes[name] = outcome(cast, name, lambda by: do(ticket, cast, by=by, at=LATER))
        if trace() == before:
            traceless.add(name)
        transaction.savepoint_rollback(point)
    assert outcomes == {name: expected(verb, name) for name in EVERYBODY}
    assert traceless == {name for name in EVERYBODY if expected(verb, name) != "done"}


def outcome(cast, name, do):
    with tenancy.desk(cast.desk_of(name).pk):
        try:
            do(cast.actor(name))
        except (Forbidden, NotFound) as refusal:
            return refusal.code
        return "done"


def expected(verb, name):
    if name in VERBS[verb][1]:
        return "done"
    is_hidden = name in STRANGERS or (verb == "customer_reply" and name in STAFF | {NOBODY})
    return "not_found" if is_hidden else "forbidden"


def test_neighbour_in_the_wrong_connection_finds_nothing(cast, register):
    """The first lock alone: even where the database would show the row."""
    ticket = register()
    with pytest.raises(NotFound):
        actions.take(ticket, by=cast.actor("neighbour_agent"), at=LATER)


def test_row_security_alone_hides_the_ticket_from_the_neighbour(cast, register):
    """The second lock alone: an actor of the right desk on the neighbour's connection."""
    ticket = register()
    with tenancy.desk(cast.neighbour.pk), pytest.raises(NotFound):
        actions.take(ticket, by=cast.actor("agent"), at=LATER)


@pytest.mark.parametrize("verb", ["reply", "ask", "solve", "note", "customer_reply"])
def test_empty_words_are_refused(cast, register, verb):
    from opora.tickets.errors import Missing

    ticket = register()
    by = cast.actor("requester" if verb == "customer_reply" else "agent")
    with pytest.raises(Missing) as refusal:
        getattr(actions, verb)(ticket, words=Words(text=" \n"), by=by, at=LATER)
    assert refusal.value.fields == ("text",)
