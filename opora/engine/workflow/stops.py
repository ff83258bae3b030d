"""What statuses and occurrences mean for clocks: which stand still, which are met, which go on reopened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opora.engine.charter.schema import Charter, Stop


def paused_clocks(charter: Charter, *, status: str, reason: str | None = None) -> frozenset[str]:
    """The clocks that stand still in `status`: by phase, by status, and by the `reason` of the deferral."""
    here = charter.workflow.statuses[status]
    by_phase = (key for key, clock in charter.clocks.items() if here.phase in clock.pauses)
    by_reason = charter.reasons[reason].pauses if reason is not None and here.phase.is_waiting else ()
    return frozenset((*by_phase, *here.pauses, *by_reason))


def words_of_status(charter: Charter, status: str, *, by_person: bool) -> frozenset[str]:
    """Words by which a change to `status` may meet a clock: key, phase, and `status` when a person did it."""
    words = {status, f"phase:{charter.workflow.statuses[status].phase.value}"}
    return frozenset(words | {Stop.STATUS.value} if by_person else words)


def met_clocks(
    charter: Charter, words: Iterable[str], *, met_by: Mapping[str, tuple[str, ...]] | None = None
) -> frozenset[str]:
    """The clocks that an occurrence meets.

    `words` are `Stop` words (`message`, `call`, ...) or `words_of_status`; `met_by` holds the lists of chosen
    objectives that override their clock's own (`ClockState.met_by`).
    """
    happened, overrides = frozenset(words), met_by or {}
    return frozenset(
        key for key, clock in charter.clocks.items() if happened & frozenset(overrides.get(key, clock.met_by))
    )


def reopened_clocks(charter: Charter) -> frozenset[str]:
    """The clocks that go on over the same count when their ticket is reopened."""
    return frozenset(key for key, clock in charter.clocks.items() if clock.reopens)
