"""The style sheet: all css files of the folder as one answer, cached under its own fingerprint.

One request instead of forty, without a build step: the files are joined in memory when first asked for,
and again after every change while DEBUG is on.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

FOLDER = Path(__file__).parent / "static" / "web" / "css"
LAYERS = "@layer reset, tokens, base, components, pages, utilities;\n"
ORDER = ("reset.css", "tokens.css", "base.css", "components/*.css", "pages/*.css", "utilities.css")
FOREVER = "public, max-age=31536000, immutable"
TYPE = "text/css; charset=utf-8"


def text() -> str:
    """The whole style sheet."""
    return _joined(_newest()) if settings.DEBUG else _joined(0.0)


def address() -> str:
    """Where it is served; changes with every change of the text."""
    return _address(text())


def show(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """GET /assets/opora.<fingerprint>.css , compressed for those who take it so."""
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(text(), content_type=TYPE, headers=headers)
    return HttpResponse(_compressed(text()), content_type=TYPE, headers={**headers, "Content-Encoding": "gzip"})


show.is_impersonal = True  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _joined(changed: float) -> str:
    return LAYERS + "\n".join(path.read_text(encoding="utf-8") for path in _files())


@lru_cache(maxsize=4)
def _address(content: str) -> str:
    return reverse("stylesheet", args=[sha256(content.encode()).hexdigest()[:12]])


@lru_cache(maxsize=4)
def _compressed(content: str) -> bytes:
    return gzip.compress(content.encode(), mtime=0)


def _files() -> list[Path]:
    return [path for pattern in ORDER for path in sorted(FOLDER.glob(pattern))]


def _newest() -> float:
    return max(path.stat().st_mtime for path in _files())
