"""A program that calls the API, with nothing of Opora in it."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.e2e.installation import Installation
from tests.e2e.people import DESK, Person


@dataclass(frozen=True, slots=True)
class Api:
    """Calls as one person of the desk."""

    installation: Installation
    key: str

    def get(self, path: str) -> Any:
        """What a path holds."""
        return self._call("GET", path)

    def post(self, path: str, **words: Any) -> Any:
        """Make something of `words` at a path."""
        return self._call("POST", path, words)

    def put(self, path: str, **words: Any) -> Any:
        """Set what a path holds."""
        return self._call("PUT", path, words)

    def _call(self, method: str, path: str, words: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        content = json.dumps(words).encode() if words is not None else None
        address = self.installation.url(f"/api/v1/{path}")
        request = urllib.request.Request(address, content, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")


def api_of(installation: Installation, person: Person) -> Api:
    """With a key that the command line issues to a member of the desk."""
    printed = installation.opora("token", "issue", DESK, "--as", person.email, "--json")
    return Api(installation, json.loads(printed)["key"])
