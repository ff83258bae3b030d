"""POST tickets/<name>/solution/ : a solution is proposed to the customer."""

from __future__ import annotations

from django.utils.translation import gettext

from opora.tickets import actions
from opora.web.workspace import words

create = words.view(
    lambda ticket, said, by, at: actions.solve(ticket, words=said, by=by, at=at),
    lambda: gettext("The solution is proposed to the customer."),
)
