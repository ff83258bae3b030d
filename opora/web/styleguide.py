"""GET /styleguide/ : every component of the pages, alive. Shown in demonstration and development only."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.engine.charter.schema import Phase
from opora.toolkit import clock

TONES = ("plain", "accent", "info", "success", "warning", "danger", "violet")
COLOURS = (
    "canvas",
    "surface",
    "raised",
    "sunken",
    "hover",
    "selected",
    "line",
    "line-strong",
    "line-control",
    "ink",
    "ink-soft",
    "ink-faint",
    "accent",
    "accent-fill",
    "accent-wash",
    "danger",
    "warning",
    "success",
    "info",
    "violet",
    "note-wash",
    "note-line",
    "note-ink",
)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The living page of components."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    now = clock.now()
    words = {
        "tones": TONES,
        "colours": COLOURS,
        "phases": [(phase.value, phase.name.replace("_", " ").capitalize()) for phase in Phase],
        "levels": (1, 2, 3, 4),
        "hours": now + timedelta(hours=5, minutes=12),
        "minutes": now + timedelta(minutes=9, seconds=40),
        "days": now + timedelta(days=3, hours=4),
        "late": now - timedelta(hours=2, minutes=14),
        "people": ("Anna Sokolova", "Igor Petrov", "Maria Kim", "Oleg Zhdanov", "Yulia Vetrova"),
        "spell": timedelta(hours=26, minutes=5),
    }
    return render(request, "shell/styleguide.html", words)
