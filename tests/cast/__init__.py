"""The cast: the people of two desks, by whom every test at an edge is played.

`cast.desk` works by the charter `outsourcing`; `cast.neighbour` is another desk, under `bpm-centr`, whose people are in
every table and must never get anything. Roles are names of people: `cast.actor("agent")`, `cast.member("lead")`,
`cast.contact("requester")`.
"""

from tests.cast.people import CONTACTS, MEMBERS, NEIGHBOURS, NOBODY, Cast
from tests.cast.story import AT, words

__all__ = ["AT", "CONTACTS", "MEMBERS", "NEIGHBOURS", "NOBODY", "Cast", "words"]
