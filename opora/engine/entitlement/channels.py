"""Which channels a plan may use, for what, and whether they are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from opora.engine.charter.schema import Channel, Charter

_PLANNED = frozenset({"request", "consultation", "session"})
"""Purposes that a plan limits; complaints to the quality control, feedback and internal use are nobody's plan."""


class Code(StrEnum):
    """Why a channel may be used or not."""

    OK = "ok"
    UNKNOWN = "unknown"
    UNOFFICIAL = "unofficial"  # words there are no request by right
    PURPOSE = "purpose"
    NOT_IN_PLAN = "not_in_plan"


@dataclass(frozen=True, slots=True)
class ChannelVerdict:
    """Whether a channel may be used; outside its hours it still is, and `opens_at` (UTC) says when it opens."""

    code: Code
    in_hours: bool = True
    opens_at: datetime | None = None

    @property
    def allowed(self) -> bool:
        """Whether the customer may use the channel for this purpose."""
        return self.code is Code.OK


def channel_verdict(
    charter: Charter, *, plan: str, channel: str, now: datetime, purpose: str = "request"
) -> ChannelVerdict:
    """Whether a customer on `plan` may use `channel` for `purpose` at `now`.

    Policy is per purpose: a phone may be closed to requests and open to the quality control. A plan includes the
    channels of the plans it inherits from; a plan that names no channels has all official ones.
    """
    found = charter.channels.get(channel)
    if found is None:
        return ChannelVerdict(Code.UNKNOWN)
    code = _code(charter, found, plan, channel, purpose)
    if code is not Code.OK or found.hours is None:
        return ChannelVerdict(code)
    return _with_hours(charter, found.hours, now)


def channels_of(charter: Charter, plan: str, *, purpose: str = "request") -> tuple[str, ...]:
    """The channels a plan may use for a purpose, in the charter's order."""
    return tuple(
        key for key, channel in charter.channels.items() if _code(charter, channel, plan, key, purpose) is Code.OK
    )


def is_in_hours(charter: Charter, *, plan: str, now: datetime) -> bool:
    """Whether the desk works for this plan at `now`."""
    return charter.calendar(charter.plan(plan).hours).is_open(now)


def _code(charter: Charter, channel: Channel, plan: str, key: str, purpose: str) -> Code:
    if purpose not in channel.purposes:
        return Code.PURPOSE
    if purpose not in _PLANNED:
        return Code.OK
    if not channel.official:
        return Code.UNOFFICIAL
    return Code.OK if _includes(charter, plan, channel, key) else Code.NOT_IN_PLAN


def _includes(charter: Charter, plan: str, channel: Channel, key: str) -> bool:
    own = charter.plan(plan).channels
    if own and key not in own:
        return False
    return not channel.plans or not _ancestry(charter, plan).isdisjoint(channel.plans)


def _ancestry(charter: Charter, plan: str) -> frozenset[str]:
    keys: list[str] = []
    key: str | None = plan
    while key is not None and key not in keys:
        keys.append(key)
        key = charter.plans[key].inherits
    return frozenset(keys)


def _with_hours(charter: Charter, hours: str, now: datetime) -> ChannelVerdict:
    calendar = charter.calendar(hours)
    if calendar.is_open(now):
        return ChannelVerdict(Code.OK)
    return ChannelVerdict(Code.OK, in_hours=False, opens_at=calendar.next_open(now).astimezone(UTC))
