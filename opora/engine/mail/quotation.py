"""The new words of an answer: the text without quotations, without their lead-in lines, without signatures.

The rule above all: new words are never lost. What is not surely a quotation stays; the whole text is kept elsewhere.
Every pattern sees a line of at most `limits.REPLY_LINE_LETTERS` letters, at most three joined: linear in the text.
"""

from typing import Final

from opora.engine.mail import header_block, html_text, limits
from opora.engine.mail import quotation_words as words
from opora.engine.mail.html_marks import CUT

_JOINED: Final = 3
_ATTRIBUTION_LETTERS: Final = 400
_SIGNATURE_LINES: Final = 12
_QUOTED: Final = (">", "|>", "&gt;")


def new_words(text: str, html: str = "") -> str:
    """What the sender wrote himself. `html`, when given, shows the quotation by its structure and is trusted first.

    May be "": somebody answered with nothing but the quotation, or passed a mail on without a word.
    """
    marked = html_text.to_text(html, marked=True) if html else ""
    if marked and _has_marks(marked):
        return _separated(marked)
    return _separated(text)


def _has_marks(marked: str) -> bool:
    return CUT in marked or "\n>" in marked or marked.startswith(">")


def _separated(text: str) -> str:
    end = text.find("\n", limits.REPLY_LETTERS)
    kept, is_cut = _kept(text[:end].split("\n") if end >= 0 else text.split("\n"))
    if end < 0 or is_cut:
        return _tidy(_without_signature(kept))
    kept.append(text[end + 1 :])
    return _tidy(kept)


def _kept(lines: list[str]) -> tuple[list[str], bool]:
    """The lines that are no quotation, and whether the text was cut off before its end."""
    lines = header_block.unrolled(lines)
    short = [line[: limits.REPLY_LINE_LETTERS] for line in lines]
    kept: list[str] = []
    index = 0
    while index < len(lines):
        if _ends_here(short, index):
            return _without_rule(kept), True
        length = attribution(short, index)
        if length and _is_quoted(_next_words(short, index + length)):
            index += length
            continue
        if length and _is_strong(" ".join(short[index : index + length])):
            return kept, True
        if not _is_quoted(short[index]):
            kept.append(lines[index])
        index += 1
    return kept, False


def attribution(lines: list[str], index: int) -> int:
    """How many lines, from `index`, say who wrote the quotation that follows; 0 when none do."""
    first = lines[index].strip()
    if not first or _is_quoted(first):
        return 0
    joined = ""
    for length, line in enumerate(lines[index : index + _JOINED], 1):
        joined = f"{joined} {line.strip()}".strip()
        if not line.strip() or len(joined) > _ATTRIBUTION_LETTERS:
            return 0
        if _leads_in(joined) and (length == 1 or _may_open(first)):
            return length
    return 0


def _leads_in(joined: str) -> bool:
    bare = joined.rstrip("*_ \t\u00a0")
    has_verb = bool(words.VERB.search(bare))
    if not bare.endswith((":", "：")):
        return has_verb and bool(words.DATE.search(bare)) and bool(words.OPENER.match(bare)) and "@" in bare
    has_date = bool(words.DATE.search(bare) or words.TIME.search(bare))
    return has_verb or ("@" in bare and has_date)


def _may_open(first: str) -> bool:
    return bool(words.OPENER.match(first) or words.DATE.search(first))


def _is_strong(joined: str) -> bool:
    """True when the line leads in a quotation even if the quotation itself carries no mark."""
    has_verb = bool(words.VERB.search(joined))
    if not words.DATE.search(joined):
        return False
    is_told = has_verb and bool(words.OPENER.match(joined)) and bool(words.FULL_DATE.search(joined))
    return "@" in joined or is_told or (has_verb and bool(words.TIME.search(joined)))


def _ends_here(lines: list[str], index: int) -> bool:
    line = lines[index]
    if not line or (line.isspace()):
        return False
    if CUT in line or words.OWN_LINE.search(line) or words.OTHERS_LINE.match(line):
        return True
    if words.SEPARATOR.match(line) or words.APPLE_FORWARD.match(line):
        return True
    if words.ANY_SEPARATOR.match(line) and any(_is_block(lines, after) for after in range(index + 1, index + 4)):
        return True
    return not _is_quoted(line) and _is_block(lines, index)


def _is_block(lines: list[str], index: int) -> bool:
    return index < len(lines) and header_block.find(lines, index) is not None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(_QUOTED)


def _next_words(lines: list[str], start: int) -> str:
    return next((line for line in lines[start : start + 4] if line.strip()), "")


def _without_rule(kept: list[str]) -> list[str]:
    """Outlook draws a line of underscores above the headers of the quotation."""
    while kept and (not kept[-1].strip() or words.RULE.match(kept[-1])):
        kept.pop()
    return kept


def _without_signature(kept: list[str]) -> list[str]:
    kept = _without_advertisement(kept)
    for index in range(max(1, len(kept) - _SIGNATURE_LINES), len(kept)):
        if words.SIGNATURE.match(kept[index][:80]) and any(line.strip() for line in kept[:index]):
            return _without_advertisement(kept[:index])
    return kept


def _without_advertisement(kept: list[str]) -> list[str]:
    """Without "Sent from my phone" at the end."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    if end and words.SENT_FROM.match(kept[end - 1][: limits.REPLY_LINE_LETTERS]):
        return kept[: end - 1]
    return kept


def _tidy(kept: list[str]) -> str:
    """Blank edges removed, at most two blank lines where a quotation was."""
    tidy: list[str] = []
    for line in kept:
        if line.strip() or (tidy and tidy[-1].strip()):
            tidy.append(line.rstrip())
    return "\n".join(tidy).strip()
