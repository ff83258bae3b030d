"""Whether a person or a robot wrote (RFC 3834, RFC 2919, Microsoft's X-Auto-Response-Suppress, habits of vendors)."""

import re
from typing import Final

from opora.engine.mail.headers import Headers
from opora.engine.mail.incoming import Address, Auto

OWN_MARK: Final = "x-opora-loop"
_ROBOT_HEADERS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-vacation",
    "x-mail-autoreply",
    "x-fc-machinegenerated",
    "auto-reply",
    "x-autoreply-from",
    "x-mailer-autoreply",
)
_LOOP_HEADERS: Final = ("x-loop", "x-no-loop", OWN_MARK)
_LIST_HEADERS: Final = ("list-id", "list-post", "list-unsubscribe", "x-mailing-list", "x-mailman-version", "x-listname")
_DAEMON: Final = re.compile(
    r"(mailer-?daemon|mail-daemon|post_?master|mdaemon|mail\.?er-?system|mail\.delivery\.(?:sub)?system)\b.{0,80}@",
    re.IGNORECASE,
)
_DAEMON_NAME: Final = re.compile(r"(?:mailer-?daemon|postmaster|mail delivery (?:sub)?system)$", re.IGNORECASE)
_AWAY_SUBJECT: Final = re.compile(
    r"^\W{0,3}(?:авто-?ответ|автоматический ответ|автоматична відповідь|автовідповідь|вне офиса"
    r"|нет на месте|я в отпуске"
    r"|в отпуске|отсутствие на рабочем месте"
    r"|auto(?:matic)?[ -]?(?:reply|response)|automated (?:reply|response)|out of (?:the )?office"
    r"|vacation (?:reply|notice)"
    r"|on vacation|away from (?:the |my )?office"
    r"|abwesenheit|automatische antwort|réponse automatique|respuesta automática)\b",
    re.IGNORECASE,
)
_SUPPRESSES: Final = frozenset({"all", "autoreply", "oof"})


def classify(headers: Headers, sender: Address | None, subject: str, return_path: str | None) -> Auto:
    """Everything but the bounce, which needs the body. An automatic reply through a list is an automatic reply."""
    if headers.has(OWN_MARK):
        return Auto.LOOP
    if _is_robot(headers, sender, return_path) or _AWAY_SUBJECT.match(subject):
        return Auto.AUTO_REPLY
    if any(headers.ascii(name) for name in _LOOP_HEADERS):
        return Auto.LOOP
    return Auto.LIST if _is_list(headers) else Auto.NONE


def is_daemon(sender: Address | None) -> bool:
    return bool(sender and (_DAEMON.match(sender.email) or _DAEMON_NAME.match(sender.email or sender.name)))


def forbids_answer(headers: Headers) -> bool:
    """True when the sender asks robots to keep quiet though a person may have written."""
    asked = headers.ascii("x-auto-response-suppress").lower()
    return bool(_SUPPRESSES & {word.strip() for word in asked.split(",")})


def _is_robot(headers: Headers, sender: Address | None, return_path: str | None) -> bool:
    submitted = headers.ascii("auto-submitted").lower().partition(";")[0].strip()
    if submitted and submitted != "no":
        return True
    marked = any(headers.ascii(name).lower() not in ("", "no") for name in _ROBOT_HEADERS)
    return marked or return_path == "" or is_daemon(sender)


def _is_list(headers: Headers) -> bool:
    precedence = headers.ascii("precedence").lower()
    return precedence in ("bulk", "junk", "list") or any(headers.ascii(name) for name in _LIST_HEADERS)
