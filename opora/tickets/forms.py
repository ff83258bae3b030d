"""Answers to the charter's intake form: which are taken, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from opora.engine.charter import Charter
from opora.engine.charter.schema import Form, FormField
from opora.tickets.errors import Missing, UnknownKey
from opora.tickets.values import Draft
from opora.toolkit.file_types import fits, type_of

LENIENT = frozenset({"email", "messenger", "chat", "mattermost"})
"""Types of channels where nobody sees a form: what is missing there is asked for later."""

ANSWER_LIMIT = 4000
LIST_LIMIT = 50


def answers(charter: Charter, draft: Draft, *, kind: str, channel: str, strict: bool) -> dict[str, Any]:
    """The form's answers as they are kept. Raises UnknownKey for what the form does not ask or allow.

    `strict`: also raises Missing for required answers that are not there. The first required `lines` field that is not
    given is answered by the message itself.
    """
    form = charter.form(kind, channel)
    if form is None:
        form = Form()
    given = _given(form, draft.fields)
    if strict:
        _demand_required(form, draft, given)
        _demand_files(form, draft)
    return given


def is_strict(charter: Charter, channel: str, via: str) -> bool:
    """Whether a draft through this channel was made with the form in view."""
    known = charter.channels.get(channel)
    kind = known.type if known else channel
    return via != "mail" and kind not in LENIENT


def _given(form: Form, fields: Mapping[str, Any]) -> dict[str, Any]:
    given = {}
    for key, value in fields.items():
        if key not in form.fields:
            raise UnknownKey(field=f"fields.{key[:60]}", value=str(value)[:100], allowed=())
        answer = _answer(key, form.fields[key], value)
        if answer:
            given[key] = answer
    return given


def _answer(key: str, asked: FormField, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_text(key, one) for one in value[:LIST_LIMIT] if str(one).strip()]
    text = _text(key, value)
    if text and asked.type == "choice" and asked.choices and text not in asked.choices:
        raise UnknownKey(field=f"fields.{key}", value=text[:100], allowed=asked.choices)
    if text and asked.type == "url" and not _is_link(text):
        raise UnknownKey(field=f"fields.{key}", value=text[:100], allowed=())
    return text


def _text(key: str, value: Any) -> str:
    if isinstance(value, bool | dict | list) or value is None:
        raise UnknownKey(field=f"fields.{key}", value=str(value)[:100], allowed=())
    return str(value).replace("\x00", "").strip()[:ANSWER_LIMIT]


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(mark.isspace() for mark in text)


def _demand_required(form: Form, draft: Draft, given: Mapping[str, Any]) -> None:
    missing = [key for key in _required(form) if key not in given and not _has_files(form.fields[key], draft)]
    told = (
        next((key for key in missing if form.fields[key].type == "lines"), None) if draft.words.text.strip() else None
    )
    left = [key for key in missing if key != told]
    if left:
        raise Missing(
            fields=tuple(f"fields.{key}" for key in left), titles=tuple(form.fields[key].title for key in left)
        )


def _required(form: Form) -> Iterator[str]:
    return (key for key, asked in form.fields.items() if asked.required)


def _has_files(asked: FormField, draft: Draft) -> bool:
    return asked.type == "files" and bool(draft.words.files)


def _demand_files(form: Form, draft: Draft) -> None:
    rule = form.attachments
    if rule.required and not draft.words.files:
        raise Missing(fields=("files",))
    for file in draft.words.files:
        if not fits(type_of(file.content), rule.types):
            raise UnknownKey(field="files", value=file.name[:100], allowed=rule.types)
