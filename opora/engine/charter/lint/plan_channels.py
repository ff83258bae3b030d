"""E020: a plan and a channel agree on whether one may use the other."""

from __future__ import annotations

from collections.abc import Iterator

from opora.engine.charter.lint.rule import Finding, Rule
from opora.engine.charter.schema import Charter


def find(charter: Charter) -> Iterator[Finding]:
    for key, plan in charter.plans.items():
        for place, channel in enumerate(plan.channels):
            allowed = charter.channels[channel].plans
            if allowed and key not in allowed:
                message = f"the plan promises `{channel}`, which is kept for {', '.join(allowed)}"
                yield Finding(("plans", key, "channels", place), message, f"add `{key}` to the channel's `plans`")
    yield from _unpromised(charter)


def _unpromised(charter: Charter) -> Iterator[Finding]:
    for channel, item in charter.channels.items():
        for place, key in enumerate(item.plans):
            if channel not in charter.plan(key).channels:
                message = f"the channel is kept for `{key}`, whose `channels` do not name it"
                yield Finding(("channels", channel, "plans", place), message, f"add `{channel}` to the plan")


RULE = Rule("E020", "plan and channel disagree", find)
