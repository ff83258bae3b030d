"""What happens to customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext

from opora.journal.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdded(Event):
    """A customer became known."""

    name: ClassVar[str] = "organisation_added"

    organisation_id: int
    title: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        return gettext("added the organisation “%(title)s”") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(Event):
    """A person of a customer became known; `recognised`: by their first letter, not by a person of the desk."""

    name: ClassVar[str] = "contact_added"

    contact_id: int
    contact_name: str
    recognised: bool

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload.get("recognised"):
            return gettext("got to know the contact %(contact_name)s") % payload
        return gettext("added the contact %(contact_name)s") % payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSigned(Event):
    """An organisation has a plan from a day on; dates as ISO text."""

    name: ClassVar[str] = "contract_signed"

    contract_id: int
    organisation_id: int
    title: str
    plan: str
    plan_title: str
    starts_on: str
    ends_on: str

    @classmethod
    def sentence(cls, payload: dict[str, Any]) -> str:
        """In words."""
        if payload.get("ends_on"):
            return gettext("signed %(title)s to the plan “%(plan_title)s” from %(starts_on)s to %(ends_on)s") % payload
        return gettext("signed %(title)s to the plan “%(plan_title)s” from %(starts_on)s") % payload
