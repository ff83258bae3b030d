"""The block of From, Sent, To, Subject that mail clients print above a quoted or forwarded message."""

import re
from dataclasses import dataclass, field
from typing import Final

# English; Russian, Ukrainian; German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech, Swedish, Danish,
# Norwegian, Finnish, Turkish, Hungarian, Romanian, Croatian, Slovak, Estonian.
_KEYS: Final = {
    "from": "from от от_кого від_кого відправник отправитель кого від von de da van od från fra lähettäjä"
    " kimden gönderen feladó"
    " felado saatja expéditeur expediteur remitente mittente afzender nadawca avsändare kto šalje frá de_la",
    "date": "date sent дата отправлено надіслано відправлено gesendet datum envoyé fecha enviado data inviato verzonden"
    " wysłano odesláno skickat sendt dato lähetetty päivämäärä tarih gönderilme küldve elküldve"
    " dátum trimis kuupäev päiväys"
    " poslano posláno odoslané saadetud dags enviada fecha_de_envío dagsetning gönderildi sent_at",
    "to": "to pre кому an à a para aan"
    " do till til vastaanottaja kime alıcı címzett către kellele prima à_: pro za bis komu"
    " destinatario destinataire til_: adresat till: příjemce alici mottagare saaja",
    "cc": "cc копия копія kópia kopie copia cópia másolat kopi kopia копи̇я sm másolatot_kap kopio bilgi dw",
    "subject": "subject тема betreff objet asunto assunto oggetto onderwerp temat předmět ämne emne aihe konu tárgy"
    " subiect predmet teema assunt subjekt efni",
    "reply": "reply-to antwort bezug",
}
KINDS: Final = {word.replace("_", " "): kind for kind, words in _KEYS.items() for word in words.split()}
_FIELD: Final = re.compile(r"[\s>*_|]{0,8}([^\W\d_][^:：\n]{0,24}?)[\s*_]{0,4}[:：][*_]{0,2}(.{0,500})")
_ROLLED: Final = re.compile(
    r"([\s>*]{0,8}[-_=—–]{3,40}\s{0,3}[^\W\d_][^-_=—–]{2,60}[-_=—–]{3,40})\s{0,4}([^\W\d_][^:]{0,24}[:：].{10,2000})"
)
_ANY_KEY: Final = "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True))
_BEFORE_KEY: Final = re.compile(rf"(?<![-a-zà-ÿа-яё])(?=(?i:{_ANY_KEY})\s?[:：]\s)")
_LEAST: Final = 3
_MOST_LINES: Final = 14


@dataclass(slots=True)
class HeaderBlock:
    """`values` by kind (from, date, to, cc, subject); `end`: the index of the line after the block."""

    values: dict[str, str] = field(default_factory=dict)
    end: int = 0


def unrolled(lines: list[str]) -> list[str]:
    """The lines; where a client printed separator and headers in one line, each header on a line of its own."""
    found: list[str] = []
    for line in lines:
        head = _ROLLED.match(line)
        found += [head[1], *_BEFORE_KEY.sub("\n", head[2]).strip().split("\n"), ""] if head else [line]
    return found


def kind_of(line: str) -> str:
    """Which header a line begins, "" when none."""
    found = _FIELD.match(line)
    return KINDS.get(found[1].strip(" *_\t").lower(), "") if found else ""


def find(lines: list[str], start: int) -> HeaderBlock | None:
    """The block that begins exactly at `start`: at least three kinds, one of them From or Subject."""
    if not kind_of(lines[start]):
        return None
    block, last, misses = HeaderBlock(), "", 0
    for index in range(start, min(len(lines), start + _MOST_LINES)):
        kind = kind_of(lines[index])
        if kind and kind not in block.values:
            found = _FIELD.match(lines[index])
            block.values[kind] = found[2].strip(" *\t\u00a0") if found else ""
            block.end, last, misses = index + 1, kind, 0
        elif not _goes_on(lines[index], block, index):
            misses += 1
            if misses > 1 or (len(block.values) >= _LEAST and "subject" in block.values):
                break
        elif lines[index].strip() and last:
            block.values[last] += " " + lines[index].strip(" *>\t")
            block.end = index + 1
    is_block = len(block.values) >= _LEAST and ("from" in block.values or "subject" in block.values)
    return block if is_block else None


def _goes_on(line: str, block: HeaderBlock, index: int) -> bool:
    """True for a wrapped value: right after a header line, indented or a list of addresses."""
    return bool(line.strip()) and index == block.end and (line[:1] in " \t" or "@" in line or ";" in line)
