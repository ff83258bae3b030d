"""Types of fields that several bodies and queries share: bounded, and without NUL, which PostgreSQL refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, WithJsonSchema

_NO_NUL = r"^[^\x00]*$"
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _sane(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise ValueError("must lie between 2000 and 2200")
    return moment.astimezone(UTC)


Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
"""A name or another short text."""

Word = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_NO_NUL)]
"""A key of the charter; which ones exist, `GET /desk` says."""

Text = Annotated[str, StringConstraints(max_length=200_000, pattern=_NO_NUL)]
"""Words on a ticket."""

Reason = Annotated[str, StringConstraints(max_length=4000, pattern=_NO_NUL)]
"""Why, in words."""

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""An id."""

When = Annotated[AwareDatetime, AfterValidator(_sane)]
"""A moment that is sent: ISO 8601 with its offset."""

Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A moment that is answered: ISO 8601 in UTC."""

Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
"""A date that is answered."""

Address = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^\x00\s@]+@[^\x00\s@]+$")]
"""A mail address; the customers' room looks closer."""

Answer = Annotated[str, StringConstraints(max_length=4000, pattern=_NO_NUL)] | int | float
"""An answer to a question of an intake form."""
