"""A new ticket while it is written: what was entered, what the charter asks for it, what it promises. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opora.engine.charter import Charter
from opora.engine.charter.schema import Attachments, Form, FormField, Kind
from opora.tickets import intake
from opora.tickets.values import Draft, Words

CHANNEL = "portal"
SUBJECT_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the form; keys the charter does not know are gone. Empty: left to the charter."""

    kind: str
    category: str = ""
    priority: str = ""
    subject: str = ""
    text: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    def draft(self, words: Words) -> Draft:
        """As the room of tickets takes it."""
        return Draft(
            subject=self.subject,
            words=words,
            channel=CHANNEL,
            kind=self.kind,
            category=self.category or None,
            priority=self.priority or None,
            fields={key: answer for key, answer in self.answers.items() if answer.strip()},
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the charter's form with its answer so far."""

    key: str
    title: str
    hint: str
    required: bool
    widget: str
    choices: tuple[str, ...]
    answer: str

    @property
    def name(self) -> str:
        """The name of its field in the page."""
        return f"fields.{self.key}"


@dataclass(frozen=True, slots=True)
class Questions:
    """The form for one kind. `telling` stands for the message itself where the charter asks for a description."""

    asked: tuple[Asked, ...]
    telling: FormField | None
    attachments: Attachments
    advice: tuple[str, ...]
    categories: tuple[tuple[str, str], ...]


_WIDGETS = {"lines": "lines", "steps": "lines", "choice": "choice", "url": "url", "contacts": "contacts"}


def kinds(charter: Charter) -> dict[str, Kind]:
    """The kinds that may come through the portal."""
    channel = intake.channel_of(charter, CHANNEL)
    fitting = {key: kind for key, kind in charter.kinds.items() if not kind.via or channel in kind.via}
    return fitting or dict(charter.kinds)


def entered(charter: Charter, given: Mapping[str, Any]) -> Entered:
    """What was entered, by a mapping of the form's fields to their (last) values."""
    possible = kinds(charter)
    kind = given.get("kind", "")
    if kind not in possible:
        kind = charter.default_kind if charter.default_kind in possible else next(iter(possible))
    category, priority = given.get("category", ""), given.get("priority", "")
    prefix = "fields."
    return Entered(
        kind=kind,
        category=category if category in intake.categories_of(charter, kind) else "",
        priority=priority if priority in charter.priorities else "",
        subject=given.get("subject", "")[:SUBJECT_LIMIT],
        text=given.get("text", "").replace("\r\n", "\n"),
        answers={key[len(prefix) :]: str(value) for key, value in given.items() if key.startswith(prefix)},
    )


def asked_of(charter: Charter, draft: Entered) -> Questions:
    """What the charter's form asks for a ticket of this kind."""
    form = charter.form(draft.kind, intake.channel_of(charter, CHANNEL)) or Form()
    telling = _telling(form)
    return Questions(
        asked=tuple(
            _asked(key, one, draft) for key, one in form.fields.items() if key != telling and one.type != "files"
        ),
        telling=form.fields[telling] if telling else None,
        attachments=form.attachments,
        advice=form.advice,
        categories=tuple(_branches(charter, draft.kind)),
    )


def answered(charter: Charter, draft: Entered) -> Entered:
    """Without answers to questions of other kinds' forms, which stay in the page while the kind is changed."""
    form = charter.form(draft.kind, intake.channel_of(charter, CHANNEL)) or Form()
    kept = {key: answer for key, answer in draft.answers.items() if key in form.fields}
    return Entered(draft.kind, draft.category, draft.priority, draft.subject, draft.text, kept)


def _telling(form: Form) -> str | None:
    """The required description: one text box answers it and is the message."""
    return next((key for key, one in form.fields.items() if one.required and one.type == "lines"), None)


def _asked(key: str, one: FormField, draft: Entered) -> Asked:
    widget = "text" if one.type == "choice" and not one.choices else _WIDGETS.get(one.type, "text")
    return Asked(key, one.title, one.hint or "", one.required, widget, one.choices, draft.answers.get(key, ""))


def _branches(charter: Charter, kind: str) -> Iterator[tuple[str, str]]:
    """Paths with titles, the branches indented below their parent."""
    for path in intake.categories_of(charter, kind):
        depth = path.count("/")
        yield path, "\u2003" * depth + charter.category_tree[path].title
