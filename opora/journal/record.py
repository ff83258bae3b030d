"""The door to the journal: writes an entry and runs the event's reactions in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from opora.journal.events import Event
from opora.journal.models import Entry

Reaction = Callable[[Event], None]

_reactions: dict[type[Event], tuple[Reaction, ...]] = {}
_named: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Together:
    """A reaction that answers many events of one kind with as few statements as one event."""

    answer: Callable[[Sequence[Event]], None]

    def __call__(self, event: Event) -> None:
        self.answer((event,))


class UnknownEvent(LookupError):
    """An event without a row in `config/wiring.py`."""


def connect(wiring: Mapping[type[Event], Sequence[Reaction]]) -> None:
    """Replace the table of reactions; called once at start by `config`."""
    _reactions.clear()
    _reactions.update({event: tuple(reactions) for event, reactions in wiring.items()})
    _named.clear()
    _named.update({event.name: event for event in wiring})


def event_of(entry: Entry) -> type[Event] | None:
    """The type of a journal entry; None for an event that this version no longer knows."""
    return _named.get(entry.event)


def known() -> tuple[type[Event], ...]:
    """Every event that is wired, in the order of the wiring."""
    return tuple(_reactions)


def record(event: Event) -> Entry:
    """Keep `event` in the journal, then let everything wired to it react, in written order.

    Must run inside the transaction of the change it tells of; what fails here undoes the change.
    """
    reactions = _demanded(event)
    entry = _entry(event)
    entry.save(force_insert=True)
    for react in reactions:
        react(event)
    return entry


def record_all(events: Sequence[Event]) -> None:
    """As `record`, for many events: one statement keeps them all, in order, before the first reaction runs."""
    reactions = {type(event): _demanded(event) for event in events}
    Entry.objects.bulk_create([_entry(event) for event in events])
    for kind, wired in reactions.items():
        of_kind = [event for event in events if type(event) is kind]
        for react in wired:
            _answer(react, of_kind)


def _answer(react: Reaction, events: Sequence[Event]) -> None:
    if isinstance(react, Together):
        react.answer(events)
        return
    for event in events:
        react(event)


def _demanded(event: Event) -> tuple[Reaction, ...]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{event.name}: record() belongs inside the change's transaction.")
    try:
        return _reactions[type(event)]
    except KeyError as error:
        raise UnknownEvent(event.name) from error


def _entry(event: Event) -> Entry:
    actor = event.actor
    return Entry(
        desk_id=event.desk_id,
        ticket_id=event.ticket_id,
        event=event.name,
        public=event.public,
        actor_kind=actor.kind,
        actor_id=actor.reference,
        actor_name=actor.name,
        actor_role=actor.role,
        via=actor.via,
        at=event.at,
        payload=event.payload(),
    )
