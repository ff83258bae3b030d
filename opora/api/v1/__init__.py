"""Version 1: a module per resource, each calling the same queries and verbs as the pages."""

from opora.api.v1 import (
    assignment,
    attachments,
    clocks,
    customers,
    desk,
    messages,
    notes,
    outcomes,
    ratings,
    search,
    status,
    tickets,
)

RESOURCES = (
    (desk.router, "desk"),
    (tickets.router, "tickets"),
    (messages.router, "messages"),
    (notes.router, "messages"),
    (attachments.router, "messages"),
    (assignment.router, "assignment"),
    (status.router, "status"),
    (outcomes.router, "status"),
    (clocks.router, "clocks"),
    (ratings.router, "ratings"),
    (search.router, "search"),
    (customers.router, "customers"),
)
"""Routers and the chapter of the reference each belongs to."""
