"""The heart: tickets, messages, notes, assignment, status."""
