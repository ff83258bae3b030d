"""Numbers of tickets: a PostgreSQL sequence for each desk (docs/adr/tickets-numbers.md)."""

from __future__ import annotations

from django.db import connection


def create(desk_id: int) -> None:
    """Make the desk's sequence; it begins at 1. Making it again is harmless."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT opora_create_numbers(%s)", [desk_id])


def next_number(desk_id: int) -> int:
    """The next number of the desk. Never given twice; a number whose transaction failed is lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT opora_next_number(%s)", [desk_id])
        (number,) = cursor.fetchone()
    return int(number)
