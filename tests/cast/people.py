"""Who there is, and what one asks of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from opora.customers.models import Contact, Organisation
from opora.desks import actors, charters
from opora.desks.models import Desk, Member, User
from opora.engine.charter import Charter
from opora.journal.events import Actor, system

MEMBERS = ("owner", "admin", "lead", "agent", "second_agent", "quality", "writer", "tester", "developer")
CONTACTS = ("requester", "colleague", "customer_admin", "stranger")
NEIGHBOURS = ("neighbour_owner", "neighbour_agent", "neighbour_contact")
NOBODY = "system"

PASSWORD = "correct horse battery staple"


@dataclass
class Cast:
    """`colleague` and `customer_admin` belong to the requester's organisation, `stranger` to none."""

    desk: Desk
    neighbour: Desk
    organisation: Organisation
    members: dict[str, Member] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)

    @property
    def charter(self) -> Charter:
        """The charter of `desk`."""
        return charters.in_force(self.desk)

    def member(self, name: str) -> Member:
        """A person of the staff of either desk."""
        return self.members[name]

    def contact(self, name: str) -> Contact:
        """A customer of either desk."""
        return self.contacts[name]

    def actor(self, name: str, *, via: str = "page") -> Actor:
        """Anybody of the cast as the journal names them; `system` is the desk itself."""
        if name == NOBODY:
            return system(self.desk.pk, via=via)
        if name in self.members:
            return actors.of_member(self.members[name], via=via)
        return actors.of_contact(self.contacts[name], via=via)

    def user(self, name: str) -> User:
        """The account with which anybody of the cast signs in; the password is `PASSWORD`."""
        user = self.members[name].user if name in self.members else self.contacts[name].user
        assert user is not None
        return user

    def desk_of(self, name: str) -> Desk:
        """The desk that somebody of the cast belongs to."""
        return self.neighbour if name in NEIGHBOURS else self.desk
