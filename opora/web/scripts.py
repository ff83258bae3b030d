"""The browser's modules: which there are, and under which address each is served."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "web" / "js"


def import_map() -> str:
    """JSON that lets modules import each other by name (`opora/live`), whatever the file is called after hashing."""
    return _map() if settings.DEBUG else _kept_map()


@lru_cache(maxsize=1)
def _kept_map() -> str:
    return _map()


def _map() -> str:
    names = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.js"))
    return json.dumps({"imports": {f"opora/{name}": static(f"web/js/{name}.js") for name in names}})
