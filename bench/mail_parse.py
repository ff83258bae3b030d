"""Mails read per second: the isolated parser beside the floor, the standard library's parser in process, unprotected.

`python -m bench.mail_parse [--seconds 5]`. The mails are our own, typical for a desk: a short answer with a quotation,
an HTML answer, windows-1251 and koi8-r, a screenshot of 60 kB, a delivery report. The floor only parses and decodes.
"""

import argparse
import os
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from bench import figures
from opora.engine.mail import parse
from opora.engine.mail.isolate import Parser

WORDS = "Здравствуйте! После обновления не открывается отчёт, программа закрывается с ошибкой 0x80004005. "
HISTORY = "\n".join(f"> {WORDS}" for _ in range(12))


def _mail(subject: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "Анна Петрова <anna@client.test>"
    mail["To"] = "Служба поддержки <help@desk.test>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 01 Jun 2026 10:00:00 +0300"
    mail["Message-ID"] = "<1@client.test>"
    mail["In-Reply-To"] = "<0@desk.test>"
    mail["References"] = "<00@desk.test> <0@desk.test>"
    for hop in range(4):
        mail["Received"] = f"from a{hop}.test by b{hop}.test with ESMTPS id x{hop}; Mon, 01 Jun 2026 10:00:00 +0300"
    return mail


def typical() -> list[bytes]:
    """One of each kind, in bytes."""
    answer = f"Спасибо, помогло.\n\n01.06.2026 10:00, Служба поддержки <help@desk.test> пишет:\n{HISTORY}\n"
    html = "<div>Спасибо</div><blockquote type=cite>" + f"<p>{WORDS}</p>" * 30 + "</blockquote>"
    made = []
    for charset in ("utf-8", "windows-1251", "koi8-r"):
        mail = _mail("Re: Ошибка при открытии отчёта")
        mail.set_content(answer, charset=charset)
        made.append(mail)
    both = _mail("Re: Ошибка при открытии отчёта")
    both.set_content(answer)
    both.add_alternative(html, subtype="html")
    shot = _mail("Не открывается отчёт")
    shot.set_content(WORDS * 5)
    shot.add_attachment(os.urandom(60_000), maintype="image", subtype="png", filename="снимок экрана.png")
    return [mail.as_bytes() for mail in (*made, both, shot)]


def floor(raw: bytes) -> None:
    """The same facts from the standard library."""
    mail = message_from_bytes(raw, policy=policy.default)
    for name in ("from", "to", "subject", "date", "message-id", "references"):
        str(mail[name])
    for part in mail.walk():
        if not part.is_multipart():
            part.get_content()


def per_second(read: Callable[[bytes], object], mails: list[bytes], seconds: float) -> float:
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for raw in mails:
            read(raw)
        count += len(mails)
    return count / spent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=5)
    seconds = options.parse_args().seconds
    mails = typical()
    with Parser() as parser:
        parser.parse(mails[0])
        isolated = per_second(parser.parse, mails, seconds)
    inside, bare = per_second(parse, mails, seconds), per_second(floor, mails, seconds)
    note = f"parse() in process {inside:.0f} mails/s"
    figures.report([figures.Figure("isolated mail parser", isolated, "mails/s", bare, note=note)])


if __name__ == "__main__":
    main()
