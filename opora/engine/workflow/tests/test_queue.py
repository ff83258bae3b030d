"""The order of work."""

from dataclasses import replace

import pytest

from opora.engine.charter.schema import Queue
from opora.engine.clocks.tests.sample import at, sample
from opora.engine.workflow import Waiting, order_columns, order_key, plan_weight

CHARTER = sample()
BASE = Waiting(plan_weight=0, priority="normal", due_at=at("2026-11-23 12:00"), registered_at=at("2026-11-20 12:00"))
TICKETS = {
    "premium": replace(BASE, plan_weight=10, due_at=None),
    "nearest": replace(BASE, due_at=at("2026-11-23 11:00")),
    "urgent": replace(BASE, priority="urgent"),
    "earlier": replace(BASE, registered_at=at("2026-11-20 11:00")),
    "plain": BASE,
    "no term": replace(BASE, due_at=None),
}


def _sorted(order):
    charter = CHARTER.model_copy(update={"queue": Queue(order=order)})
    return sorted(TICKETS, key=lambda name: order_key(charter, TICKETS[name]))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (("plan", "due", "priority"), ["premium", "nearest", "urgent", "earlier", "plain", "no term"]),
        (("due", "plan"), ["nearest", "earlier", "urgent", "plain", "premium", "no term"]),
        (("priority", "due"), ["urgent", "nearest", "earlier", "plain", "premium", "no term"]),
    ],
)
def test_tickets_stand_in_the_charters_order(order, expected):
    assert _sorted(order) == expected


def test_order_of_arrival_looks_at_nothing_else():
    assert _sorted(("arrival",))[0] == "earlier"


def test_columns_say_the_same_as_the_key():
    assert order_columns(CHARTER) == ("-plan_weight", "due_at", "priority_rank", "registered_at")


@pytest.mark.parametrize(
    ("plan", "category", "heavier_than_all"),
    [
        ("premium", "outage", True),
        ("premium", "outage/total", True),
        ("premium", "other", False),
        ("premium", None, False),
        ("basic", "outage", False),
    ],
)
def test_preferred_category_of_a_plan_goes_before_all_plans(plan, category, heavier_than_all):
    assert (plan_weight(CHARTER, plan=plan, category=category) > 100) is heavier_than_all
