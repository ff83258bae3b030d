"""What the API itself refuses, before any room is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext

from opora.toolkit.errors import Problem


@dataclass(eq=False)
class Unauthorised(Problem):
    """No key, or one that opens nothing: unknown, revoked, expired, or of somebody who left. All look the same."""

    code: ClassVar[str] = "unauthorised"
    status: ClassVar[int] = 401

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Send a valid key in the header “Authorization: Bearer …”.")


@dataclass(eq=False)
class OutOfScope(Problem):
    """The key was issued without this scope."""

    allowed: tuple[str, ...] = ()
    field: str = "scope"

    code: ClassVar[str] = "out_of_scope"
    status: ClassVar[int] = 403

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("This key lacks the scope %(scope)s.") % {"scope": ", ".join(self.allowed)}


@dataclass(eq=False)
class TooMany(Problem):
    """More requests than the key may make; `wait` seconds until the next one passes."""

    wait: int = 1

    code: ClassVar[str] = "too_many_requests"
    status: ClassVar[int] = 429

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Too many requests: try again in %(wait)s s.") % {"wait": self.wait}


@dataclass(eq=False)
class BadBody(Problem):
    """A body that is no JSON, or no well-formed multipart."""

    code: ClassVar[str] = "bad_body"
    status: ClassVar[int] = 400

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("The body cannot be read: send JSON in UTF-8.")


@dataclass(eq=False)
class WrongType(Problem):
    """A body of a type the API does not read."""

    allowed: tuple[str, ...] = ("application/json", "multipart/form-data")
    field: str = "Content-Type"

    code: ClassVar[str] = "wrong_content_type"
    status: ClassVar[int] = 415

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Send a body as application/json, or multipart/form-data with files.")


@dataclass(eq=False)
class TooLarge(Problem):
    """A body, or files together, above the limit."""

    code: ClassVar[str] = "too_large"
    status: ClassVar[int] = 413

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("Too large: JSON may have 2 MiB, files sent as multipart/form-data 25 MiB together.")


@dataclass(eq=False)
class Unusable(Problem):
    """A parameter that does not exist here, or a value that cannot be used."""

    field: str = ""
    allowed: tuple[str, ...] = ()

    code: ClassVar[str] = "unusable"

    def sentence(self) -> str:
        """One sentence for people."""
        return gettext("“%(field)s” cannot be used here.") % {"field": self.field}
