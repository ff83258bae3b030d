"""Which piece of a list: an opaque cursor and a limit."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field, StringConstraints

from opora.toolkit.pagination import BadCursor

MOST = 100

Cursor = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[A-Za-z0-9_=-]+$")]

T = TypeVar("T")


class Piece(BaseModel):
    """`after` is the `next` of the page before."""

    after: Annotated[Cursor | None, Field(description="The `next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="At most so many items.")] = 50


class Slice(Generic[T]):
    """A page of a list that is at hand as a whole, by the keys of its items."""

    def __init__(self, items: list[tuple[str, T]], piece: Piece) -> None:
        begin = _behind([key for key, _ in items], piece.after)
        shown = items[begin : begin + piece.limit]
        self.items = [item for _, item in shown]
        self.next = shown[-1][0] if begin + piece.limit < len(items) else None


def _behind(keys: list[str], after: str | None) -> int:
    if after is None:
        return 0
    if after not in keys:
        raise BadCursor
    return keys.index(after) + 1
