"""What may go wrong with the embedded PostgreSQL."""

from __future__ import annotations


class PostgresFailure(RuntimeError):
    """The embedded PostgreSQL cannot run; the text is one clear line for the person who started Opora."""
