"""POST tickets/<name>/messages/ : public words to the customer."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.web.workspace import words

create = words.view(
    lambda ticket, said, by, at: actions.reply(ticket, words=said, by=by, at=at),
    lambda: gettext("The answer is on its way to the customer."),
)
