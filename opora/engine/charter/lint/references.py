"""E001: whatever names another item of the charter names one that exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from opora.engine.charter.faults import nearest
from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.paths import select
from opora.engine.charter.schema import Charter, Phase, Role, Stop
from opora.engine.charter.schema.quality import KPIS

_PHASES = tuple(f"phase:{phase}" for phase in Phase)

_TARGETS: dict[str, Callable[[Charter], Collection[str]]] = {
    "calendar": lambda charter: charter.calendar_specs,
    "clock": lambda charter: charter.clocks,
    "kind": lambda charter: charter.kinds,
    "priority": lambda charter: charter.priorities,
    "category": lambda charter: charter.category_tree,
    "line": lambda charter: charter.lines,
    "line or `next`": lambda charter: [*charter.lines, "next"],
    "plan": lambda charter: charter.plans,
    "channel": lambda charter: charter.channels,
    "status": lambda charter: charter.workflow.statuses,
    "department": lambda charter: charter.handoffs.departments,
    "topic": lambda charter: charter.handoffs.topics,
    "reason": lambda charter: charter.reasons,
    "event, status or phase": lambda charter: [
        *Stop,
        *charter.workflow.statuses,
        *(f"phase:{phase}" for phase in Phase),
    ],
    "figure": lambda charter: KPIS,
    "role, line or `assignee`": lambda charter: [*Role, *charter.lines, "assignee"],
}

_REFERENCES: dict[str, tuple[str, ...]] = {
    "calendar": (
        "objectives.*.on",
        "plans.*.hours",
        "plans.*.quotas.*.on",
        "channels.*.hours",
        "workflow.statuses.*.remind.on",
        "workflow.statuses.*.after.on",
        "workflow.reopening.on",
        "handoffs.topics.*.on",
        "staffing.on",
    ),
    "clock": (
        "objectives.*.clock",
        "workflow.statuses.*.pauses.*",
        "reasons.*.pauses.*",
        "escalations.*.clock",
        "examples.*.expect.@",
    ),
    "kind": ("objectives.*.kind", "categories.**.kind", "channels.*.kind", "forms.*.kinds.*", "examples.*.kind"),
    "priority": ("objectives.*.priority", "kinds.*.priority", "categories.**.priority", "examples.*.priority"),
    "category": (
        "objectives.*.category",
        "kinds.*.categories.*",
        "lines.*.categories.*",
        "plans.*.preferred.*",
        "examples.*.category",
    ),
    "line": (
        "objectives.*.line",
        "kinds.*.line",
        "categories.**.line",
        "lines.*.takes_unsolved_from",
        "escalations.*.from_lines.*",
        "examples.*.line",
    ),
    "line or `next`": ("escalations.*.to_line",),
    "plan": ("objectives.*.plan", "plans.*.inherits", "channels.*.plans.*", "programmes.*.plans.*", "examples.*.plan"),
    "channel": (
        "plans.*.channels.*",
        "kinds.*.via.*",
        "forms.*.channels.*",
        "quality.control_channels.*",
        "handoffs.topics.*.via.*",
    ),
    "status": (
        "workflow.statuses.*.next.*",
        "workflow.statuses.*.after.to",
        "workflow.moves.*",
        "workflow.stages.*.status",
    ),
    "department": ("handoffs.topics.*.departments.*",),
    "topic": ("examples.*.topic",),
    "reason": tuple(f"scope.{part}.*.reason" for part in ("covered", "excluded", "adjacent", "redirects")),
    "event, status or phase": ("clocks.*.met_by.*", "objectives.*.met_by.*"),
    "figure": ("kpis.*.formula",),
    "role, line or `assignee`": ("escalations.*.tell.*",),
}


def find(charter: Charter) -> Iterator[Finding]:
    for target, patterns in _REFERENCES.items():
        known = _TARGETS[target](charter)
        for pattern in patterns:
            for path, word in select(charter, pattern):
                if word not in known:
                    yield Finding(path, f"there is no {target} `{word}`", nearest(word, known), pattern.endswith("@"))


RULE = Rule("E001", "unknown reference", find)
