"""A caller of the API in tests: a key of somebody of the cast, and requests in one line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from opora.api.auth import SCOPES, UNLIMITED
from opora.desks import tenancy
from opora.desks.actions import issue_token
from opora.toolkit import clock

ROOT = "/api/v1"


@dataclass
class Caller:
    """Calls the API with a key; an empty key sends none."""

    key: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response; `body` is sent as JSON. Paths stand without `/api/v1`."""
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        sent = {"Accept-Language": "en", **headers}
        if self.key:
            sent["Authorization"] = f"Bearer {self.key}"
        with tenancy.desk(tenancy.NO_DESK):
            return Client(raise_request_exception=True).generic(method.upper(), ROOT + path, headers=sent, **content)

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any = None) -> Any:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.call("DELETE", path)

    def upload(self, path: str, document: Any, files: list[Any], **headers: str) -> Any:
        """The response to a POST with files beside its JSON."""
        with tenancy.desk(tenancy.NO_DESK):
            parts = {"json": json.dumps(document), "files": files}
            sent = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en", **headers}
            return Client().post(ROOT + path, parts, headers=sent)


def key_of(cast: Any, name: str, *scopes: str, lives: timedelta = timedelta(days=1)) -> str:
    """A new key of somebody of the cast, by default with every scope."""
    owner = cast.members.get(name) or cast.contacts[name]
    with tenancy.desk(owner.desk_id):
        given = scopes or (*SCOPES, UNLIMITED)
        return issue_token(owner, name=f"{name}'s", scopes=given, at=clock.now(), lives=lives)[1]
