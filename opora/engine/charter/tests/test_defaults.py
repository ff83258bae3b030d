"""Defaults never change: stored charters hold only what was written, so a new default would change what they mean."""

from __future__ import annotations

from typing import Any

from opora.engine.charter.schema.base import Part
from opora.engine.charter.shape import parts

KNOWN: dict[str, Any] = {
    "Charter.in_flight": "keep",
    "ClockRule.alarms": ("due",),
    "ClockRule.starts": "registered",
    "ClockRule.public": True,
    "ClockRule.reopens": True,
    "Objective.on": "always",
    "Objective.proposed": False,
    "Kind.default": False,
    "Priority.default": False,
    "Category.default": False,
    "Line.belongs_to": "vendor",
    "Line.assignment": "manual",
    "Line.default": False,
    "Plan.dedicated": False,
    "Plan.weight": 0,
    "Plan.default": False,
    "Money.at_least": False,
    "Money.included": False,
    "Money.by_agreement": False,
    "Quota.period": "calendar",
    "Quota.on": "always",
    "Quota.carry_over": False,
    "Quota.beyond": "count",
    "Channel.official": True,
    "Channel.purposes": ("request",),
    "Channel.becomes_ticket": True,
    "Channel.convertible": False,
    "FormField.type": "text",
    "FormField.required": False,
    "Attachments.required": False,
    "Eligibility.who": ("anyone",),
    "Eligibility.licence_required": False,
    "Eligibility.nda": False,
    "Workflow.confirmation": True,
    "Remind.on": "always",
    "Remind.whom": "customer",
    "After.on": "always",
    "After.tell": True,
    "Reopening.within": "never",
    "Reopening.on": "always",
    "Reopening.later": "new_ticket",
    "Escalation.unassign": False,
    "Escalation.needs_reason": False,
    "Reason.appeal": True,
    "HandOffs.adjacent_tells_customer": True,
    "Queue.order": ("due", "priority", "arrival"),
    "Quality.formula": "ratings / answers",
    "Quality.per": ("desk",),
    "Quality.every": "month",
    "Level.acceptable": True,
    "Question.type": "scale",
    "Question.required": False,
}


def test_no_default_has_changed() -> None:
    now = {f"{part.__name__}.{key}": value for part in parts() for key, value in _defaults(part).items()}
    changed = {key: (KNOWN[key], now.get(key)) for key in KNOWN if now.get(key) != KNOWN[key]}
    assert changed == {}


def test_every_default_is_known() -> None:
    now = {f"{part.__name__}.{key}" for part in parts() for key in _defaults(part)}
    assert now - set(KNOWN) == set(), "a new key: add its default to KNOWN, where it stays for ever"


def _defaults(part: type[Part]) -> dict[str, Any]:
    """Defaults that say something; None, empty and `Part()` mean that nothing was written."""
    fields = {key: field.default for key, field in part.model_fields.items() if not field.is_required()}
    return {key: value for key, value in fields.items() if value not in (None, (), {}) and not isinstance(value, Part)}
