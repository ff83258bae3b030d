"""The desk's post office, for those who keep the mail.

GET  mail/                mails in quarantine with the reason, everything that came, everything that goes
GET  mail/<id>/raw/       an incoming mail byte for byte, for saving
POST mail/<id>/retry/     a mail out of quarantine is read again
POST mail/<id>/dismissal/ a mail in quarantine is kept out for good
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opora.channels import words
from opora.channels.email import intake
from opora.channels.models import IncomingMail, OutgoingMail
from opora.toolkit import clock, files
from opora.toolkit.errors import NotFound
from opora.web.access import keepers
from opora.web.attachments import NOTHING_RUNS
from opora.web.desk import StaffRequest
from opora.web.workspace import answers, frame

MOST = 100
TABS = ("quarantine", "incoming", "outgoing")


@dataclass(frozen=True, slots=True)
class Came:
    """An incoming mail with its reason and warnings in words."""

    mail: IncomingMail
    reason: str
    warnings: tuple[str, ...]


@keepers
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """One of three lists, the newest hundred."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    return frame.page(request, "workspace/mail.html", {"section": "mail", "tab": tab, **_listed(request, tab)})


@keepers
@require_safe
def raw(request: StaffRequest, pk: int) -> FileResponse:
    """The mail as it came."""
    mail = _found(request, pk)
    if not files.exists(mail.digest):
        raise NotFound(what="mail")
    content, name = files.path(mail.digest).open("rb"), f"mail-{mail.pk}.eml"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type="message/rfc822")
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    return answer


@keepers
@require_POST
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Out of quarantine and once more through the intake."""
    intake.try_again(_found(request, pk), by=request.actor, at=clock.now())
    return answers.done(request, _home(request), gettext("The mail is tried again."))


@keepers
@require_POST
def dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    """It becomes no ticket; its raw text stays."""
    intake.discard(_found(request, pk), by=request.actor, at=clock.now())
    return answers.done(request, _home(request), gettext("The mail is put away."))


def _listed(request: StaffRequest, tab: str) -> dict[str, Any]:
    incoming = IncomingMail.objects.for_desk(request.desk).select_related("ticket").order_by("-pk")
    quarantined = incoming.filter(state=IncomingMail.State.QUARANTINE)
    words_of_page: dict[str, Any] = {"waiting": quarantined.order_by()[:MOST].count()}
    if tab == "outgoing":
        outgoing = OutgoingMail.objects.for_desk(request.desk).select_related("ticket").order_by("-pk")
        return {**words_of_page, "outgoing": list(outgoing.defer("text")[:MOST])}
    rows = quarantined if tab == "quarantine" else incoming
    return {**words_of_page, "came": [_came(mail) for mail in rows[:MOST]]}


def _came(mail: IncomingMail) -> Came:
    reason = words.reason(mail.reason) if mail.reason else ""
    return Came(mail, reason, tuple(words.warning(warning) for warning in mail.warnings))


def _found(request: StaffRequest, pk: int) -> IncomingMail:
    mail: IncomingMail | None = IncomingMail.objects.for_desk(request.desk).filter(pk=pk).first()
    if mail is None:
        raise NotFound(what="mail")
    return mail


def _home(request: StaffRequest) -> str:
    return reverse("work:mail", args=[request.desk.slug])
