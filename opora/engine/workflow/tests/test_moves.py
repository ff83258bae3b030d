"""Who may move a ticket where, and what events bring by themselves, as tables over a small charter."""

import pytest

from opora.engine.charter.schema import Role
from opora.engine.clocks.tests.sample import sample
from opora.engine.workflow import Code, Event, Refused, Situation, allowed, by_event, missing, move

CHARTER = sample()


@pytest.mark.parametrize(
    ("status", "role", "expected"),
    [
        ("new", Role.AGENT, ("open", "info", "declined")),
        ("new", Role.CONTACT, ()),
        ("open", Role.AGENT, ("info", "adjacent", "paid", "later", "solved", "declined")),
        ("open", Role.TESTER, ("info", "adjacent", "paid", "later", "solved", "declined", "test")),
        ("solved", Role.CONTACT, ("closed",)),
        ("solved", Role.AGENT, ("open",)),
        ("solved", Role.LEAD, ("closed", "open")),
    ],
)
def test_statuses_a_role_may_choose(status, role, expected):
    assert allowed(CHARTER, Situation(status, role)) == expected


@pytest.mark.parametrize(
    ("situation", "to", "code", "needs"),
    [
        (Situation("new", Role.AGENT), "nowhere", Code.UNKNOWN_STATUS, ()),
        (Situation("new", Role.AGENT), "new", Code.SAME_STATUS, ()),
        (Situation("new", Role.AGENT), "solved", Code.NOT_NEXT, ()),
        (Situation("solved", Role.AGENT), "closed", Code.ROLE, ()),
        (Situation("new", Role.CONTACT), "open", Code.ROLE, ()),
        (Situation("new", Role.AGENT), "open", Code.NEEDS, ("assignee",)),
        (Situation("open", Role.AGENT, assignee=True), "solved", Code.NEEDS, ("solution",)),
        (Situation("open", Role.AGENT, solution=True), "later", Code.NEEDS, ("reason",)),
        (Situation("open", Role.AGENT), "paid", Code.NEEDS, ("invoice",)),
    ],
)
def test_refusal_says_what_is_missing_and_what_is_allowed(situation, to, code, needs):
    with pytest.raises(Refused) as caught:
        move(CHARTER, situation, to=to)
    assert (caught.value.code, caught.value.to, caught.value.needs) == (code, to, needs)
    assert caught.value.allowed == allowed(CHARTER, situation)


def test_move_with_everything_there_gives_the_status():
    situation = Situation("open", Role.AGENT, solution=True)
    assert missing(CHARTER, situation, "solved") == ()
    assert move(CHARTER, situation, to="solved").title == "Solved"


@pytest.mark.parametrize(
    ("status", "event", "expected"),
    [
        (None, "registered", "new"),
        (None, "taken", None),
        ("new", "registered", None),
        ("new", "taken", "open"),
        ("open", "taken", None),
        ("new", "assigned", None),
        ("new", "asked", "info"),
        ("solved", "asked", None),
        ("info", "customer_replied", "open"),
        ("open", "customer_replied", None),
        ("adjacent", "customer_replied", None),
        ("solved", "customer_replied", None),
        ("closed", "customer_replied", None),
        ("open", "solved", "solved"),
        ("new", "solved", None),
        ("solved", "confirmed", "closed"),
        ("open", "confirmed", None),
        ("solved", "declined", "open"),
        ("closed", "declined", None),
        ("closed", "reopened", "open"),
        ("declined", "reopened", "open"),
        ("solved", "reopened", "open"),
        ("new", "reopened", None),
        ("new", "refused", "declined"),
        ("open", "deferred", "later"),
        ("new", "deferred", None),
        ("open", "suspended", "adjacent"),
    ],
)
def test_event_brings_a_status_or_leaves_it(status, event, expected):
    assert by_event(CHARTER, status=status, event=event) == expected


def test_every_event_of_the_charter_is_known_here():
    assert {event.value for event in Event} == set(type(CHARTER.workflow.moves).model_fields)


def test_unknown_event_is_an_error():
    with pytest.raises(ValueError, match="exploded"):
        by_event(CHARTER, status="new", event="exploded")
