"""Where mail clients put the quotation and the signature into their HTML. Each rule names its clients."""

import re
from enum import Enum, auto
from typing import Final

from selectolax.lexbor import LexborNode

CUT: Final = "\ue000cut\ue000"
"""A line of its own: from here on everything is quotation. Removed from what senders write."""


class Mark(Enum):
    """What an element of a mail is."""

    NONE = auto()
    QUOTE = auto()
    CUT = auto()
    SIGNATURE = auto()


# Gmail, Thunderbird, Yahoo, Proton, Mail.ru, Yandex, Zoho, Front, Lotus, Outlook for Mac.
_QUOTE_CLASSES: Final = frozenset(
    [
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "zmail_extra",
        "mail-quote-collapse",
        "front-blockquote",
        "OutlookMessageHeader",
        "gmail_quote_container",
        "mailru-blockquote",
        "cite-prefix",
    ]
)
_QUOTE_BLOCK_CLASSES: Final = frozenset({"gmail_quote", "protonmail_quote", "cite", "tutanota_quote", "iwcQuote"})
_CUT_IDS: Final = frozenset(
    ["divRplyFwdMsg", "x_divRplyFwdMsg", "zwchr", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"]
)
_SIGNATURE_CLASSES: Final = frozenset(
    {"gmail_signature", "moz-signature", "gmail_signature_prefix", "protonmail_signature_block"}
)
_SIGNATURE_IDS: Final = frozenset({"ms-outlook-mobile-signature", "Signature", "AppleMailSignature", "signature"})
_BORDER_TOP: Final = re.compile(
    r"border(?:-width)?\s*:[^;]{0,40};?\s*border-top\s*:\s*solid|border-top\s*:\s*(?:1|solid)", re.IGNORECASE
)
_KEY_START: Final = re.compile(
    r"\W{0,5}(?:from|от|від|von|de|da|van|från|fra|od|отправитель|кому|дата|date|sent)\s*:", re.IGNORECASE
)


def find(node: LexborNode, tag: str, lines: list[str]) -> Mark:
    """The mark of an element; `lines` is the text before it, for a blockquote without any name."""
    attributes = node.attributes
    classes = set((attributes.get("class") or "")[:300].split())
    identifier = (attributes.get("id") or "")[:100]
    if classes & _SIGNATURE_CLASSES or identifier in _SIGNATURE_IDS:
        return Mark.SIGNATURE
    if identifier in _CUT_IDS or _is_outlook_header(node, tag, attributes.get("style") or ""):
        return Mark.CUT
    if tag == "blockquote":
        return _blockquote(classes, attributes, lines)
    return Mark.QUOTE if classes & (_QUOTE_CLASSES - {"gmail_quote_container"}) else Mark.NONE


def _blockquote(classes: set[str], attributes: dict[str, str | None], lines: list[str]) -> Mark:
    """A blockquote that no client marked is a quotation when a line ending in a colon leads to it."""
    if (attributes.get("type") or "").lower() == "cite" or attributes.get("cite") or classes & _QUOTE_BLOCK_CLASSES:
        return Mark.QUOTE
    before = next((line for line in reversed(lines[-4:]) if line.strip()), "")
    return Mark.QUOTE if before.rstrip("* ").endswith(":") else Mark.NONE


def _is_outlook_header(node: LexborNode, tag: str, style: str) -> bool:
    """Outlook, Windows Mail: a block with a line above that starts with From."""
    if tag not in ("div", "p") or not _BORDER_TOP.search(style[:400]):
        return False
    return bool(_KEY_START.match((node.text() or "")[:300].strip()))
