"""Querysets that refuse to run before they were narrowed to one desk."""

from __future__ import annotations

from typing import Any, Self, TypeVar, cast

from django.db import models

M = TypeVar("M", bound=models.Model)


class Unscoped(RuntimeError):
    """A query over a desk's rows was about to run without naming the desk."""

    def __init__(self, model: type[models.Model]) -> None:
        name = model.__name__
        super().__init__(f"{name}: begin with objects.for_desk(desk), or objects.across_desks() in system code.")


class DeskQuerySet(models.QuerySet[M]):
    """Runs only after `for_desk` or `across_desks`, or when it hangs on a row that was fetched so."""

    _scoped = False

    def for_desk(self, desk: Any) -> Self:
        """Rows of this desk only; `desk` is a Desk or its id."""
        narrowed = self._marked()
        return narrowed.filter(desk_id=getattr(desk, "pk", desk))

    def across_desks(self) -> Self:
        """Rows of all desks: for system code only (an architecture test lists who may)."""
        return self._marked()

    def _marked(self) -> Self:
        clone = self.all()
        clone._scoped = True
        return clone

    def _demand_scope(self) -> None:
        if not self._scoped and "instance" not in self._hints:  # type: ignore[attr-defined]
            raise Unscoped(self.model)

    def _clone(self) -> Self:
        clone = cast(Self, super()._clone())  # type: ignore[misc]
        clone._scoped = self._scoped
        return clone

    def _fetch_all(self) -> None:
        self._demand_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Any:
        self._demand_scope()
        return super().iterator(chunk_size=chunk_size or 2000)

    def count(self) -> int:
        self._demand_scope()
        return super().count()

    def exists(self) -> bool:
        self._demand_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._demand_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._demand_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_scope()
        return super().delete()


class DeskManager(models.Manager.from_queryset(DeskQuerySet)):  # type: ignore[misc]
    """The manager of every table that carries a desk."""
