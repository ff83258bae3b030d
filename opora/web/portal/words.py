"""Text and files of a customer's form, as the room of tickets takes them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext

from opora.tickets.errors import UnknownKey
from opora.tickets.values import NewFile, Words

MOST_FILES = 20
LARGEST = 25 * 1024 * 1024
CHANNEL = "portal"


def of(request: HttpRequest, field: str = "text") -> Words:
    """Raises UnknownKey for a file that is too large."""
    return Words(text=text(request, field), files=_files(request), channel=CHANNEL)


def text(request: HttpRequest, field: str) -> str:
    """What was typed, with line ends as everywhere."""
    return request.POST.get(field, "").replace("\r\n", "\n")


def _files(request: HttpRequest) -> tuple[NewFile, ...]:
    sent = request.FILES.getlist("files")[:MOST_FILES]
    for file in sent:
        if (file.size or 0) > LARGEST:
            told = gettext("%(name)s (too large)") % {"name": file.name}
            raise UnknownKey(field="files", value=told, allowed=("≤ 25 MiB",))
    return tuple(NewFile(name=file.name or "", content=file.read(), type=file.content_type or "") for file in sent)
