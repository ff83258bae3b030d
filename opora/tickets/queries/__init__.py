"""Reads, scoped to the actor, with a fixed number of queries each."""

from opora.tickets.queries.hits import Hit, search
from opora.tickets.queries.items import TimelineItem, timeline
from opora.tickets.queries.lists import MOST_COUNTED, counts, queue
from opora.tickets.queries.reading import get, visible

__all__ = ["MOST_COUNTED", "Hit", "TimelineItem", "counts", "get", "queue", "search", "timeline", "visible"]
