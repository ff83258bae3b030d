"""POST tickets/<name>/notes/ : words that only staff see."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.web.workspace import words

create = words.view(
    lambda ticket, said, by, at: actions.note(ticket, words=said, by=by, at=at),
    lambda: gettext("The note is kept."),
)
