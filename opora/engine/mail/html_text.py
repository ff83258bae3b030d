"""HTML to readable text: blocks, lists, tables, links, quotations. Walks a parsed tree without recursion."""

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from opora.engine.mail import html_cost, html_marks, limits
from opora.engine.mail.html_marks import CUT, Mark

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_SPACED: Final = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote", "dl"])
_SILENT: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "noframes",
        "object",
        "embed",
        "iframe",
        "svg",
        "math",
        "select",
        "textarea",
        "audio",
        "video",
    ]
)
_BLANKS: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_NODES: Final = 200_000
_HREF_LETTERS: Final = 500


def to_text(html: str, *, marked: bool = False) -> str:
    """The text of `html`, quoted blocks led by "> ". With `marked`, quotations and signatures found by structure are
    noted for `quotation.new_words`: led by "> ", or cut off by a line holding `html_marks.CUT`.
    """
    html = html[: limits.HTML_LETTERS]
    if not html_cost.is_affordable(html):
        return html_cost.words_of(html)
    parsed = LexborHTMLParser(html)
    root = parsed.body or parsed.root
    if root is None:
        return ""
    writer = _Writer(marked=marked)
    _walk(root, writer)
    return writer.text()


def _walk(root: LexborNode, writer: "_Writer") -> None:
    node, open_nodes, seen = root.child, [], 0
    while node is not None and seen < _NODES:
        seen += 1
        tag = node.tag
        writer.enter(node, tag or "")
        child = node.child if writer.is_entering(tag) else None
        if child is not None:
            open_nodes.append((node, tag))
            node = child
            continue
        writer.leave(tag or "")
        following = node.next
        while following is None and open_nodes:
            node, tag = open_nodes.pop()
            writer.leave(tag or "")
            following = node.next
        node = following


@dataclass(slots=True)
class _Open:
    """What an element changed and gives back when it ends."""

    quote: int = 0
    href: str = ""
    start: int = 0
    pre: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Writer:
    marked: bool
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    quotes: int = 0
    pre: int = 0
    hidden: int = 0
    links: int = 0

    def is_entering(self, tag: str | None) -> bool:
        return tag not in _SILENT and tag != "-comment"

    def enter(self, node: LexborNode, tag: str) -> None:
        state = _Open()
        self.opened.append(state)
        if tag == "-text":
            self._words(node.text_content or "")
        elif tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._block(node, tag, state)
        else:
            self._inline(node, tag, state)

    def leave(self, tag: str) -> None:
        state = self.opened.pop()
        if state.href:
            self._footnote(state)
        if tag in _BLOCKS:
            self._end_line()
            if tag in _SPACED and (self.lines and self.lines[-1].strip("> ")):
                self._blank()
        self.quotes -= state.quote
        self.pre -= state.pre
        self.hidden -= state.hidden

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def _words(self, words: str) -> None:
        if self.hidden:
            return
        if self.pre:
            *whole, last = words.split("\n")
            for line in whole:
                self.line.append(line)
                self._break()
            self.line.append(last)
            return
        words = _BLANKS.sub(" ", words)
        if words != " " or self.line:
            self.line.append(words.lstrip() if not self.line else words)

    def _block(self, node: LexborNode, tag: str, state: _Open) -> None:
        self._end_line()
        if tag in _SPACED and self.lines and self.lines[-1].strip("> "):
            self._blank()
        self._mark(node, tag, state)
        if tag == "li":
            self.line.append("- ")
        elif tag == "hr" and not self.marked:
            self.lines.append(self._lead() + "-" * 10)
        elif tag == "pre":
            state.pre, self.pre = True, self.pre + 1

    def _inline(self, node: LexborNode, tag: str, state: _Open) -> None:
        if tag in ("td", "th") and self.line:
            self.line.append(" ")
        elif tag == "a" and self.links < limits.LINKS:
            href = node.attributes.get("href") or ""
            if href[:8].lower().startswith(("http://", "https://")):
                state.href, state.start = href[:_HREF_LETTERS], len(self.line)
        elif tag == "img" and not self.marked:
            alt = (node.attributes.get("alt") or "").strip()
            self.line.append(f"[{alt}]" if alt else "")
        elif self.marked and tag == "span":
            self._mark(node, tag, state)

    def _mark(self, node: LexborNode, tag: str, state: _Open) -> None:
        if not self.marked:
            state.quote = int(tag == "blockquote")
        else:
            mark = html_marks.find(node, tag, self.lines)
            state.quote = int(mark is Mark.QUOTE)
            state.hidden = mark is Mark.SIGNATURE
            if mark is Mark.CUT:
                self.lines.append(CUT)
        self.quotes += state.quote
        self.hidden += state.hidden

    def _footnote(self, state: _Open) -> None:
        """The address of a link whose words do not show it."""
        words = "".join(self.line[state.start :]).strip()
        bare = state.href.partition("://")[2].rstrip("/").lower()
        if words and bare not in words.lower() and not self.hidden:
            self.links += 1
            self.line.append(f" <{state.href}>")

    def _lead(self) -> str:
        return "> " * min(self.quotes, 10)

    def _end_line(self) -> None:
        if self.line:
            self._break()

    def _break(self) -> None:
        if not self.hidden:
            line = "".join(self.line)
            self.lines.append((self._lead() + (line if self.pre else line.strip())).rstrip())
        self.line.clear()

    def _blank(self) -> None:
        self.lines.append(self._lead().rstrip())
