"""What every item of a charter has in common."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from opora.engine.worktime.amount import parse_amount

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
"""The name by which rows and other items refer to an item: lower case Latin, digits, `-` and `_`."""

ReadingCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}-\d{2,3}$")]
"""The code of an ambiguity or of a decision: `AMB-07`."""

CategoryPath = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}(/[a-z][a-z0-9_-]{0,39})*$")]
"""A branch of the category tree: `parent` or `parent/child`."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


def _check_amount(value: str) -> str:
    parse_amount(value)
    return value


AmountText = Annotated[str, AfterValidator(_check_amount)]
"""A length of time as written: `60m`, `24h`, `3 working days`."""


def amount_or(*words: str) -> Callable[[str], str]:
    """A check that takes one of `words` or a length of time."""

    def check(value: str) -> str:
        if value in words:
            return value
        try:
            return _check_amount(value)
        except ValueError as error:
            raise ValueError(f"{error}; or one of: {', '.join(words)}") from None

    return check


def _decimal_text(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


_DecimalWords = Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d{1,4})?$")]
DecimalText = Annotated[_DecimalWords, BeforeValidator(_decimal_text, json_schema_input_type=_DecimalWords | float)]
"""An exact decimal number, kept as written: `4.7`."""


class Part(BaseModel):
    """A frozen piece of a charter that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, regex_engine="rust-regex")


class Item(Part):
    """A piece of a charter that implements a clause of the regulation."""

    clause: Words | None = Field(
        default=None, description="The paragraph of the regulation this item implements, as its author numbers it."
    )
    reading: ReadingCode | None = Field(
        default=None, description="Code of the entry of `readings` that explains how an unclear clause is understood."
    )


class Titled(Item):
    """An item with a name for people, in the charter's language."""

    title: Words = Field(description="The name people see, in the charter's language.")


class Money(Part):
    """A price: an exact amount, a lower bound, included in another price, or `by agreement`."""

    amount: DecimalText | None = Field(default=None, description="The amount; absent when included or by agreement.")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, description="ISO 4217 code; absent: the charter's `currency`."
    )
    per: Words | None = Field(default=None, description="What the amount is for: `month`, `incident`, `hour`.")
    at_least: bool = Field(default=False, description="The amount is a lower bound (a price “from”).")
    included: bool = Field(default=False, description="Nothing is paid apart: another price already holds it.")
    by_agreement: bool = Field(default=False, description="The contract gives the amount.")

    @property
    def exact(self) -> Decimal | None:
        """The amount as a number, None where the charter gives none."""
        return None if self.amount is None else Decimal(self.amount)


class Phase(StrEnum):
    """What a status means to the engine, whatever its name is here."""

    NEW = "new"
    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_ADJACENT = "waiting_adjacent"
    WAITING_PAYMENT = "waiting_payment"
    DEFERRED = "deferred"
    SOLVED = "solved"
    CLOSED = "closed"
    DECLINED = "declined"

    @property
    def is_final(self) -> bool:
        """Nothing more is expected from anybody."""
        return self in (Phase.CLOSED, Phase.DECLINED)

    @property
    def is_waiting(self) -> bool:
        """Somebody outside the desk has the next move."""
        return self in (
            Phase.WAITING_CUSTOMER,
            Phase.WAITING_ADJACENT,
            Phase.WAITING_PAYMENT,
            Phase.DEFERRED,
        )


class Role(StrEnum):
    """Who somebody is on a desk."""

    CONTACT = "contact"
    CUSTOMER_ADMIN = "customer_admin"
    CUSTOMER_LINE = "customer_line"
    AGENT = "agent"
    LEAD = "lead"
    QUALITY = "quality"
    WRITER = "writer"
    TESTER = "tester"
    DEVELOPER = "developer"
    ADMIN = "admin"
    OWNER = "owner"
