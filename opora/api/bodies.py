"""What comes in a request's body: JSON, or JSON with files beside it as multipart."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, Any, cast

from django.http import HttpRequest
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from opora.api.fields import Line
from opora.api.problems import BadBody, TooLarge, WrongType
from opora.tickets.values import NewFile

FILES_LIMIT = 25 * 1024 * 1024
"""Bytes of all files of one message together."""

PART = "json"
"""The part of a multipart body that holds what would else be the body."""


class Body(BaseModel):
    """A body: what it does not name is refused."""

    model_config = ConfigDict(extra="forbid")


class SentFile(Body):
    """A small file inside JSON; larger ones travel as multipart."""

    name: Line
    content: Annotated[Base64Bytes, Field(description="Base64.")]


def prepare(request: HttpRequest) -> None:
    """Make `request.body` the JSON that was sent, whichever way. Raises WrongType, BadBody."""
    kind = request.content_type
    if request.method not in ("POST", "PUT", "PATCH") or request.META.get("CONTENT_LENGTH") in ("", "0", None):
        return
    if kind == "multipart/form-data":
        _unpack(request)
    elif kind != "application/json":
        raise WrongType


def files_of(request: HttpRequest, sent: Sequence[SentFile] = ()) -> tuple[NewFile, ...]:
    """The files of a request, inside JSON or beside it. Raises TooLarge."""
    uploads = request.FILES.getlist("files") if request.content_type == "multipart/form-data" else []
    if sum(upload.size or 0 for upload in uploads) + sum(len(file.content) for file in sent) > FILES_LIMIT:
        raise TooLarge
    beside = [NewFile(name=upload.name or "file", content=upload.read()) for upload in uploads]
    return (*(NewFile(name=file.name, content=file.content) for file in sent), *beside)


def digest_of(request: HttpRequest) -> str:
    """The digest of all that was sent."""
    digest = sha256(request.body)
    if request.content_type == "multipart/form-data":
        for upload in request.FILES.getlist("files"):
            digest.update(sha256((upload.name or "").encode() + b"\0" + upload.read()).digest())
            upload.seek(0)
    return digest.hexdigest()


def with_files(schema: str) -> dict[str, Any]:
    """For the description: the same body also as multipart, its JSON in one part and files in others."""
    document = {"$ref": f"#/components/schemas/{schema}"}
    files = {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
    multipart = {"type": "object", "required": [PART], "properties": {PART: document, "files": files}}
    encoding = {PART: {"contentType": "application/json"}}
    return {"requestBody": {"content": {"multipart/form-data": {"schema": multipart, "encoding": encoding}}}}


def _unpack(request: HttpRequest) -> None:
    strange = (set(request.POST) - {PART}) | (set(request.FILES) - {"files"})
    text = request.POST.get(PART)
    if strange or not text:
        raise BadBody
    cast(Any, request)._body = text.encode("utf-8", "replace")
