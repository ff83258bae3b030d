"""How things look: icons and tones of events, which files are pictures."""

from __future__ import annotations

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
LARGEST_PICTURE = 8 * 1024 * 1024

EVENT_ICONS = {
    "ticket_registered": "inbox",
    "ticket_assigned": "hand",
    "status_changed": "arrow-right-left",
    "priority_changed": "signal-high",
    "ticket_classified": "tag",
    "line_changed": "layers",
    "solution_confirmed": "circle-check",
    "solution_declined": "rotate-ccw",
    "ticket_reopened": "rotate-ccw",
    "ticket_closed": "check-check",
    "solution_planned": "calendar-clock",
    "participant_added": "user-plus",
    "clock_warned": "alarm-clock",
    "clock_breached": "alarm-clock-off",
    "escalated": "chevrons-up",
    "reminded": "bell-ring",
    "rating_asked": "star",
    "rating_given": "star",
}
EVENT_TONES = {
    "clock_warned": "warning",
    "clock_breached": "danger",
    "escalated": "warning",
    "solution_confirmed": "success",
    "solution_declined": "danger",
    "ticket_closed": "success",
}


def is_picture(type_name: str, size: int) -> bool:
    """Whether a file may be shown inside a page."""
    return type_name in PICTURES and size <= LARGEST_PICTURE
