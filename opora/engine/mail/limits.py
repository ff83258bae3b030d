"""How much of one mail is read. Source: the project's security rules, section 8, with a measured blow-up behind each.

A mail beyond a limit is still read as far as the limit goes and says so in `IncomingMail.warnings`; only `RAW_BYTES`
makes the result a refusal (`IncomingMail.refused`), because nothing below it would be useful.
"""

from typing import Final

RAW_BYTES: Final = 25 * 1024 * 1024
HEADER_BYTES: Final = 100 * 1024
HEADERS: Final = 500
PARTS: Final = 200
LEVELS: Final = 20
ADDRESSES: Final = 100
REFERENCES: Final = 64
ATTACHMENTS: Final = 20
ATTACHMENT_BYTES: Final = 25 * 1024 * 1024
NAME_LETTERS: Final = 150
SUBJECT_LETTERS: Final = 2000
HTML_LETTERS: Final = 1024 * 1024
TEXT_LETTERS: Final = 1024 * 1024
TEXT_SHOWN_LETTERS: Final = 256 * 1024
HTML_DEPTH: Final = 200
LINKS: Final = 5000
REPLY_LETTERS: Final = 64 * 1024
REPLY_LINE_LETTERS: Final = 2 * 1024
BOUNCED_RECIPIENTS: Final = 100
CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 512 * 1024 * 1024
WALL_SECONDS: Final = 60.0
