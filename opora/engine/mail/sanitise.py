"""Foreign HTML made fit to be shown, at render time: allow-list by nh3, dead links and pictures unless allowed.

The result belongs into a sandboxed frame with its own content security policy; this is the inner of two locks.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final
from urllib.parse import unquote

import nh3

from opora.engine.mail import html_cost, limits

_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "address",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_DROPPED_WITH_CONTENT: Final = frozenset(
    [
        "script",
        "style",
        "title",
        "head",
        "template",
        "noscript",
        "noembed",
        "noframes",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "textarea",
    ]
)
_CELL: Final = frozenset({"align", "valign", "width", "height", "bgcolor", "colspan", "rowspan", "nowrap"})
_ATTRIBUTES: Final = {
    "*": {"style", "dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "font": {"color", "face", "size"},
    "table": _CELL | {"border", "cellpadding", "cellspacing"},
    "td": set(_CELL),
    "th": set(_CELL),
    "tr": set(_CELL),
    "col": {"span", "width"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "p": {"align"},
    "div": {"align"},
    "h1": {"align"},
    "h2": {"align"},
    "h3": {"align"},
}
_STYLES: Final = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-color",
        "border-left",
        "border-right",
        "border-spacing",
        "border-style",
        "border-top",
        "border-width",
        "color",
        "direction",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "vertical-align",
        "white-space",
        "width",
        "word-break",
        "word-spacing",
    ]
)
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_CONDITIONAL: Final = re.compile(r"<!(?:--)?\[(?:if|endif)[^>]{0,200}>|<!\[endif\](?:--)?>", re.IGNORECASE)
_REMOTE: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_DATA_PICTURE: Final = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]{1,700000}\Z", re.IGNORECASE
)
_BAD_STYLE: Final = re.compile(
    r"url\s*\(|expression|@import|\\|/\*|position|behavior|-moz-binding|javascript", re.IGNORECASE
)

CidAddress = Callable[[str], str | None] | Mapping[str, str]
"""From a Content-ID (without brackets) to the address under which we serve that file, None when unknown."""


def sanitise(html: str, *, remote_images: bool = False, cids: CidAddress | None = None) -> str:
    """Safe HTML. Relative addresses are removed, links open without referrer or credit, pictures from elsewhere appear
    only with `remote_images`; `cid:` pictures get the address `cids` gives them or disappear.
    HTML that would take too long to parse is shown as its plain words.
    """
    html = html[: limits.HTML_LETTERS]
    if not html_cost.is_affordable(html):
        return f"<pre>{escape(html_cost.words_of(html))}</pre>"
    keeper = _Keeper(remote_images=remote_images, cids=cids)
    return nh3.clean(
        _CONDITIONAL.sub("", html),
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=keeper.attribute,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer nofollow",
        filter_style_properties=set(_STYLES),
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


class _Keeper:
    """Decides on each attribute value; None removes the attribute."""

    def __init__(self, *, remote_images: bool, cids: CidAddress | None) -> None:
        self._remote_images, self._cids, self._links = remote_images, cids, 0

    def attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return None if _BAD_STYLE.search(value) else value
        if name == "src":
            return self._picture(value.strip())
        if name == "href":
            return self._link(value.strip())
        return value

    def _picture(self, address: str) -> str | None:
        if address[:4].lower() == "cid:":
            return self._by_cid(unquote(address[4:]))
        if _DATA_PICTURE.match(address):
            return address
        return address if self._remote_images and _REMOTE.match(address) else None

    def _by_cid(self, cid: str) -> str | None:
        if self._cids is None:
            return None
        return self._cids(cid) if callable(self._cids) else self._cids.get(cid)

    def _link(self, address: str) -> str | None:
        self._links += 1
        is_allowed = bool(_REMOTE.match(address)) or address[:7].lower() == "mailto:" or address[:4].lower() == "tel:"
        return address if is_allowed and self._links <= limits.LINKS else None
