"""The description for people and for programs, without a script from anywhere."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.api.auth import SCOPES
from opora.api.errors import OTHER_CODES
from opora.api.openapi import description, snapshot
from opora.toolkit.errors import Problem

_METHODS = ("get", "post", "put", "patch", "delete")
_MOST_NESTED = 3


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a document; `type` in words."""

    name: str
    type: str
    is_required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation as the reference shows it."""

    anchor: str
    method: str
    path: str
    title: str
    words: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    takes_files: bool
    answer: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations that belong together."""

    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of problem document."""

    code: str
    status: int
    words: str


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """`openapi.json`."""
    return HttpResponse(snapshot(), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The reference as a page."""
    shown = {"chapters": chapters(), "scopes": SCOPES, "refusals": refusals()}
    return render(request, "api/reference.html", shown)


@cache
def refusals() -> tuple[Refusal, ...]:
    """Every kind of problem document, by its code."""
    found = {kind.code: Refusal(kind.code, kind.status, inspect.getdoc(kind) or "") for kind in _kinds(Problem)}
    found.update({code: Refusal(code, status, words) for code, (status, words) in OTHER_CODES.items()})
    return tuple(found[code] for code in sorted(found))


@cache
def chapters() -> tuple[Chapter, ...]:
    """All operations in their chapters, as the resources are listed."""
    found: dict[str, list[Operation]] = {}
    for path, methods in description()["paths"].items():
        for method in _METHODS:
            if method in methods:
                found.setdefault(methods[method]["tags"][0], []).append(_operation(path, method, methods[method]))
    return tuple(Chapter(title, tuple(operations)) for title, operations in found.items())


def _kinds(kind: type[Problem]) -> Iterator[type[Problem]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def _operation(path: str, method: str, told: dict[str, Any]) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    return Operation(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        words=told.get("description", "").partition("\n\nScope:")[0],
        scope=told["x-scope"],
        parameters=tuple(_parameter(one) for one in told["parameters"]),
        body=_fields(content.get("application/json", {}).get("schema", {})),
        takes_files="multipart/form-data" in content,
        answer=_fields(_answer(told["responses"])),
    )


def _answer(responses: dict[str, Any]) -> dict[str, Any]:
    success = next(responses[status] for status in responses if status.startswith("2"))
    schema: dict[str, Any] = success.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _parameter(one: dict[str, Any]) -> Field:
    return Field(one["name"], _type(one["schema"]), one.get("required", False), one.get("description", ""))


def _fields(schema: dict[str, Any]) -> tuple[Field, ...]:
    known = _resolved(schema)
    required = known.get("required", ())
    return tuple(
        Field(name, _type(one), name in required, one.get("description", ""))
        for name, one in known.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    named: dict[str, Any] = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return named


def _type(schema: dict[str, Any], depth: int = 0) -> str:
    """The type in words: `text`, `list of ClockDocument`, `a or b`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for word in ("anyOf", "allOf", "oneOf"):
        if word in schema and depth < _MOST_NESTED:
            return " or ".join(dict.fromkeys(_type(one, depth + 1) for one in schema[word]))
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    if "const" in schema:
        return f"“{schema['const']}”"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}), depth + 1)}"
    return str(schema.get("format", schema.get("type", "any")))
