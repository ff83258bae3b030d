"""POST tickets/<name>/question/ : the customer is asked for information; the clock may pause."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.web.workspace import words

create = words.view(
    lambda ticket, said, by, at: actions.ask(ticket, words=said, by=by, at=at),
    lambda: gettext("The question is on its way to the customer."),
)
