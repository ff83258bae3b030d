"""Tickets and the ratings of closed ones."""

from __future__ import annotations

from collections.abc import Iterator

from bench.history import CLOSED, DECLINED, NEW, WAITING
from bench.rows.plan import NULL, PHASES, Plan, states_of, written
from bench.words import Speaker

TICKETS = (
    "id", "desk_id", "number", "name", "charter_id", "subject", "kind", "category", "priority", "priority_rank",
    "status", "phase", "line", "plan", "plan_weight", "channel", "requester_id", "organisation_id", "assignee_id",
    "fields", "reason", "solution", "planned_at", "registered_at", "updated_at", "status_since", "first_reply_at",
    "solved_at", "closed_at", "reopened_times", "next_due_at", "is_breached", "awaits_staff", "merged_into_id",
)  # fmt: skip
RATINGS = (
    "desk_id", "ticket_id", "member_id", "survey", "digest", "asked_at", "given_at", "score", "answers", "comment",
)  # fmt: skip
UNASSIGNED_EVERY = 3


def tickets(plan: Plan) -> Iterator[str]:
    """One line a ticket."""
    speaker = Speaker()
    subjects, draw = speaker.subjects(), speaker.chance.choice
    facts = [_facts(plan, place) for place in range(len(plan.combinations))]
    ends = {stage: _end(plan, stage) for stage in PHASES}
    for places in plan.chunks():
        yield "".join(
            _ticket(plan, place, draw(subjects), facts, ends, times) for place, *times in _times(plan, places)
        )


def ratings(plan: Plan) -> Iterator[str]:
    """Three of ten closed tickets are rated."""
    history, closed = plan.history, written(plan.history.closed)
    for place in ((history.stage == CLOSED) & (history.score > 0)).nonzero()[0].tolist():
        agent, at = plan.agents[history.agent[place]][0], closed[place]
        head = f"{plan.desk_id}\t{history.first_id + place}\t{agent}\tafter-close\t\t{at}\t{at}"
        yield f"{head}\t{history.score[place]}\t{{}}\t\n"


def _end(plan: Plan, stage: int) -> tuple[str, str]:
    status = plan.status_of(stage)
    return status, plan.charter.workflow.statuses[status].phase.value


def _times(plan: Plan, places: range) -> Iterator[tuple]:
    cut, history = slice(places.start, places.stop), plan.history
    columns = (history.registered, history.replied, history.solved, history.closed)
    return zip(places, *(written(column[cut]) for column in columns), strict=True)


def _facts(plan: Plan, place: int) -> tuple[str, str]:
    one = plan.combinations[place]
    return f"{one.kind}\t{one.category}\t{one.priority}\t{one.rank}", f"{one.line}\t{one.plan}\t{one.weight}"


def _ticket(plan: Plan, place: int, subject: str, facts: list, ends: dict, times: list[str]) -> str:
    history, number = plan.history, place + 1
    stage, contact = int(history.stage[place]), int(history.contact[place])
    status, phase = ends[stage]
    what, where = facts[history.combination[place]]
    organisation = plan.organisation_of(contact)
    assignee = NULL if stage == NEW and place % UNASSIGNED_EVERY else plan.agents[history.agent[place]][0]
    return (
        f"{history.first_id + place}\t{plan.desk_id}\t{number}\t{plan.charter.number(number)}\t{plan.charter_id}"
        f"\t{subject}\t{what}\t{status}\t{phase}\t{where}\temail\t{plan.first_contact + contact}"
        f"\t{organisation}\t{assignee}\t{{}}\t\t\t{NULL}\t{_moments(plan, place, stage, times)}\t{NULL}\n"
    )


def _moments(plan: Plan, place: int, stage: int, times: list[str]) -> str:
    registered, replied, solved, closed = times
    replies = NULL if stage == NEW else replied
    if stage in (CLOSED, DECLINED):
        return f"{registered}\t{closed}\t{closed}\t{replies}\t{solved}\t{closed}\t0\t{NULL}\tf\tf"
    last = registered if stage == NEW else replied
    going = [state for _, state in states_of(plan, place) if state.is_open]
    due = min((state.due_at for state in going if state.due_at), default=None)
    is_late = any(state.breached_at for state in going)
    known = due.isoformat() if due else NULL
    waits = "f" if stage == WAITING else "t"
    return f"{registered}\t{last}\t{last}\t{replies}\t{NULL}\t{NULL}\t0\t{known}\t{'t' if is_late else 'f'}\t{waits}"
