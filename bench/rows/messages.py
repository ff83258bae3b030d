"""Messages: the customer begins, staff and customer take turns, every fifth is a note."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from bench.rows.plan import NULL, Plan, escaped, written
from bench.words import RARE, RARE_HITS, Speaker

MESSAGES = (
    "id", "desk_id", "ticket_id", "is_public", "is_automatic", "member_id", "contact_id", "author_name", "text",
    "full_text", "html", "channel", "sender_check", "mail_id", "created_at",
)  # fmt: skip
NOTE_EVERY = 5


def messages(plan: Plan) -> Iterator[str]:
    """One line a message, ticket by ticket."""
    speaker = Speaker(plan.desk_id)
    stock = [escaped(one) for one in speaker.sentences()]
    least, most = plan.shape.sentences
    before, rare = plan.messages_before, _rare(plan)
    for places in plan.chunks():
        lines: list[str] = []
        for place, at in zip(places, _moments(plan, places), strict=True):
            for turn in range(plan.history.messages[place]):
                text = "\\n".join(speaker.chance.choices(stock, k=speaker.chance.randint(least, most)))
                number = int(before[place]) + turn
                if number in rare:
                    text = f"{text} {rare[number]}"
                lines.append(_message(plan, place, turn, number, text, at[turn]))
        yield "".join(lines)


def is_note(turn: int) -> bool:
    """Whether the ticket's message at this turn is for staff only."""
    return turn % NOTE_EVERY == NOTE_EVERY - 1


def is_customers(turn: int) -> bool:
    """Whether the customer wrote it."""
    return turn % 2 == 0 and not is_note(turn)


def _message(plan: Plan, place: int, turn: int, number: int, text: str, at: str) -> str:
    history = plan.history
    if is_customers(turn):
        who = f"{NULL}\t{plan.first_contact + int(history.contact[place])}\tКлиент"
    else:
        agent, name = plan.agents[history.agent[place]]
        who = f"{agent}\t{NULL}\t{name}"
    public = "f" if is_note(turn) else "t"
    head = f"{plan.first_message + number}\t{plan.desk_id}\t{history.first_id + place}\t{public}\tf\t{who}"
    return f"{head}\t{text}\t\t\temail\tok\t\t{at}\n"


def _moments(plan: Plan, places: range) -> list[list[str]]:
    """The moments of each ticket's messages: registered, replied, and evenly on until it was solved."""
    cut, history = slice(places.start, places.stop), plan.history
    counts = history.messages[cut]
    starts = np.concatenate(([0], np.cumsum(counts)))
    turns = np.arange(starts[-1]) - np.repeat(starts[:-1], counts)
    step = (history.solved[cut] - history.replied[cut]) // np.maximum(counts - 2, 1)
    later = np.repeat(history.replied[cut], counts) + (turns - 1) * np.repeat(step, counts)
    texts = written(np.where(turns == 0, np.repeat(history.registered[cut], counts), later))
    return [texts[start:end] for start, end in pairwise(starts.tolist())]


def _rare(plan: Plan) -> dict[int, str]:
    """Which messages hold which rare word."""
    total = int(plan.messages_before[-1])
    if total < len(RARE) * RARE_HITS * 4:
        return {}
    places = np.random.default_rng(plan.desk_id).choice(total, len(RARE) * RARE_HITS, replace=False)
    return {int(place): RARE[turn % len(RARE)] for turn, place in enumerate(places)}
