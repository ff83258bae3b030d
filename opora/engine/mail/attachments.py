"""The files of a mail: content, clean and distinct names, inline or not. An attached message stays one .eml."""

import re
from collections.abc import Iterator
from typing import Final

from opora.engine.mail import charset, encoded, headers, limits, names
from opora.engine.mail.body import Body
from opora.engine.mail.flaws import Flaw, Flaws
from opora.engine.mail.incoming import Attachment
from opora.engine.mail.mime import Part

_CID: Final = re.compile(r"cid:([^\"'\s<>)]{1,300})", re.IGNORECASE)
_CIDS: Final = 500


def read(body: Body, html: str, flaws: Flaws) -> tuple[Attachment, ...]:
    """At most `limits.ATTACHMENTS` files of at most `limits.ATTACHMENT_BYTES`; the rest stays in the raw mail."""
    shown = {cid.lower() for cid in _CID.findall(html)[:_CIDS]}
    found: list[Attachment] = []
    taken: set[str] = set()
    for attachment in _all(body, shown, taken, flaws):
        if len(found) >= limits.ATTACHMENTS:
            flaws.add(Flaw.TOO_MANY_ATTACHMENTS)
            break
        if attachment.size > limits.ATTACHMENT_BYTES:
            flaws.add(Flaw.ATTACHMENT_TOO_LARGE)
            continue
        found.append(attachment)
    return tuple(found)


def _all(body: Body, shown: set[str], taken: set[str], flaws: Flaws) -> Iterator[Attachment]:
    for number, part in enumerate(body.files, 1):
        yield _attachment(part, number, shown, taken, flaws)
    for number, (raw_name, content) in enumerate(body.uuencoded, len(body.files) + 1):
        name = names.cleaned(charset.decode(raw_name)) or names.made_up("", number)
        kind = "application/octet-stream"
        yield Attachment.of(content, name=names.unique(name, taken), type=kind, inline=False, cid="")


def _attachment(part: Part, number: int, shown: set[str], taken: set[str], flaws: Flaws) -> Attachment:
    content = part.content(flaws)
    name = names.cleaned(part.name) or names.made_up(part.type, number, _subject(part, content))
    cid = part.cid
    is_shown = bool(cid) and cid.lower() in shown
    return Attachment.of(content, name=names.unique(name, taken), type=part.type, inline=is_shown, cid=cid)


def _subject(part: Part, content: bytes) -> str:
    """The subject of an attached message, for its name."""
    if part.type != "message/rfc822":
        return ""
    found, _ = headers.split(content, 0, len(content), Flaws())
    return encoded.text(found.first("subject"))
