"""List the keys to the API of a desk; the keys themselves are not kept."""

from __future__ import annotations

import argparse
from typing import Any

from opora.cli import acting, output
from opora.cli.command import Failure, Needs
from opora.customers.models import Contact
from opora.desks.models import ApiToken
from opora.desks.policies import can_manage

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of which desk."""
    acting.arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Every key, newest first, with its owner, scopes, last use and end."""
    with acting.acting(options) as at_work:
        if not can_manage(at_work.actor, at_work.desk.pk):
            raise Failure("Only administrators see the keys of a desk.")
        tokens = list(ApiToken.objects.for_desk(at_work.desk).select_related("member").order_by("-id"))
        contacts = Contact.objects.for_desk(at_work.desk).in_bulk([one.contact_id for one in tokens if one.contact_id])
        found = [_told(token, contacts) for token in tokens]
    rows = [
        [one["id"], one["prefix"], one["owner"], one["name"], ",".join(one["scopes"]), one["state"]] for one in found
    ]
    heading = ["ID", "KEY", "OWNER", "NAME", "SCOPES", "STATE"]
    output.show(found, as_json=options.json, text=output.table([heading, *rows]))
    return 0


def _told(token: ApiToken, contacts: dict[int, Contact]) -> dict[str, Any]:
    owner = token.member or contacts.get(token.contact_id or 0)
    return {
        "id": token.pk,
        "prefix": token.prefix,
        "owner": str(owner),
        "name": token.name,
        "scopes": list(token.scopes),
        "last_used_at": token.last_used_at,
        "expires_at": token.expires_at,
        "state": "revoked" if token.revoked_at else "valid",
    }
