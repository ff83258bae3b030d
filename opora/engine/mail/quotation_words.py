"""The words by which mail clients lead in a quotation, a forward or their own advertisement. Patterns are linear."""

import re
from typing import Final

ABOVE_THIS_LINE: Final = {
    "ru": "Пожалуйста, пишите ответ выше этой строки",
    "en": "Please write your answer above this line",
}
"""Our own marker, printed at the top of the history we send. Everything below it is ours."""

OWN_LINE: Final = re.compile("|".join(re.escape(words) for words in ABOVE_THIS_LINE.values()), re.IGNORECASE)
OTHERS_LINE: Final = re.compile(
    r"^[\s>#*_=-]{0,40}(?:please )?(?:reply|write|type your (?:reply|response)|respond) above th(?:is|e) line\b"
    r"|^[\s>#*_=-]{0,40}(?:пожалуйста,? )?(?:пишите|ответьте|введите ответ"
    r"|отвечайте)[^\n]{0,30} выше этой (?:строки|линии)",
    re.IGNORECASE,
)
_ORIGINAL: Final = (
    r"original message|original appointment|исходное сообщение|исходное письмо|оригинальное сообщение"
    r"|пересылаемое сообщение"
    r"|пересланное сообщение|переадресованное сообщение|конец пересылаемого сообщения|forwarded message"
    r"|forwarded by .{0,60}"
    r"|reply message|вихідне повідомлення|початкове повідомлення|оригінальне повідомлення|переслане повідомлення"
    r"|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|ursprüngliche mail"
    r"|message d'origine|message original"
    r"|message transféré|message initial|mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato"
    r"|mensagem original|mensagem encaminhada|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht"
    r"|wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|treść oryginalnej wiadomości|původní zpráva"
    r"|přeposlaná zpráva|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande"
    r"|oprindelig (?:meddelelse|besked)"
    r"|videresendt (?:meddelelse|besked|melding)|opprinnelig melding|alkuperäinen viesti|välitetty viesti"
    r"|orijinal mesaj"
    r"|özgün ileti|iletilen ileti|iletilmiş mesaj|yönlendirilen ileti|eredeti üzenet|továbbított (?:üzenet"
    r"|levél)|mesajul original"
    r"|mesaj redirecționat|proslijeđena poruka|preposlaná správa|pôvodná správa|edastatud kiri|algne kiri"
    r"|originalno sporočilo"
    r"|转发邮件|原始邮件|転送メッセージ|元のメッセージ|original-nachricht|genuine message|áframsend skilaboð"
)
SEPARATOR: Final = re.compile(
    rf"^[\s>*]{{0,8}}[-_=—–*]{{2,40}}\s{{0,3}}\*?(?:{_ORIGINAL})\*?\s{{0,3}}[:：]?\s{{0,3}}[-_=—–*]{{0,40}}\s*$",
    re.IGNORECASE,
)
APPLE_FORWARD: Final = re.compile(
    r"^[\s>*]{0,8}(?:begin forwarded message|forwarded message|forwarded by [^:]{1,60}"
    r"|начало переадресованного сообщения|начало пересылаемого сообщения"
    r"|початок листа, що пересилається|початок переадресованого (?:листа|повідомлення)"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du message (?:réexpédié|transféré)|début du message transféré|inizio messaggio inoltrato"
    r"|inicio del mensaje reenviado"
    r"|início da mensagem (?:reencaminhada|encaminhada)|begin doorgestuurd bericht|początek przekazywanej wiadomości"
    r"|vidarebefordrat brev|start på videresendt (?:besked|melding)|(?:videresendt"
    r"|start på videresendt) besked|välitetty viesti alkaa"
    r"|välitetty viesti|přeposlaná zpráva|začátek přeposlané zprávy|başlangıç iletilen mesaj|iletilmiş mesaj başlangıcı"
    r"|továbbított levél kezdete|începutul mesajului redirecționat|započni proslijeđenu poruku"
    r"|začiatok preposlanej správy|edastatud kirja algus|algab edastatud kiri|iletinin başlangıcı"
    r"|yönlendirilen iletinin başı"
    r"|mesaj redirecționat|započeta proslijeđena poruka|začetek posredovanega sporočila)\s{0,3}[:：]?\s*$",
    re.IGNORECASE,
)
ANY_SEPARATOR: Final = re.compile(r"^[\s>*]{0,8}[-_=—–]{3,40}\s{0,3}\*?[^\W\d_][^-_=—–]{2,60}[-_=—–]{3,40}\s*$")
"""Words between dashes, in whatever language: a separator when a header block follows."""
RULE: Final = re.compile(r"^[\s>]{0,8}(?:[-_=—–]{5,200}|\*{5,200})\s*$")
VERB: Final = re.compile(
    r"\b(?:wrote|writes|said|написал\(а\)|написал[аи]?|пишет|писал\(а\)|писал[аи]?|пишете|написав\(ла\)"
    r"|написав|написала|пише"
    r"|schrieb|geschrieben|a écrit|écrit|escribi[óo]|escreveu|ha scritto|scritto|schreef|geschreven"
    r"|napisał\(a\)|napisała?"
    r"|napsala?|napísala?|skrev|kirjoitti|şunu yazdı|şunları yazdı|yazdı|írta|scris|kirjutas|napisao|pisze"
    r"|se|je napisal[ao]?"
    r"|skrifaði|ezt írta|на писал|сообщил[аи]?|сообщает|отправил[аи]?)\b",
    re.IGNORECASE,
)
DATE: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d\d\b|\d{4}-\d\d-\d\d"
    r"|\b\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр"
    r"|ма[йя]|июн|июл|авг"
    r"|сен|окт|ноя|дек)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b",
    re.IGNORECASE,
)
FULL_DATE: Final = re.compile(DATE.pattern.replace(r"|\b(?:19|20)\d\d\b", ""), re.IGNORECASE)
TIME: Final = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
OPENER: Final = re.compile(
    r"^[\s*_]{0,4}(?:on|at|le|am|el|il|em|op|w dniu|dnia|dne|den|pe|dňa|на|в|во|от|mon|tue|wed|thu|fri|sat"
    r"|sun|пн|вт|ср|чт|пт|сб"
    r"|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|вы писали|you wrote|\d{1,4})\b",
    re.IGNORECASE,
)
SENT_FROM: Final = re.compile(
    r"^[\s*_>-]{0,6}(?:sent (?:from|via|with|using) (?:my |the |a )?[^,;:!?]{2,60}$|get outlook for"
    r"|отправлено (?:с|со|из|через|при помощи|с помощью|от) \S"
    r"|отправлено: ?мобильн|послано (?:с|из) |надіслано (?:з|із|через) |скачать outlook|получите outlook"
    r"|загрузить outlook"
    r"|von (?:meine[mr]|unterwegs)|gesendet (?:von|mit)|diese nachricht wurde von|envoyé (?:de|depuis"
    r"|à partir)|enviado (?:desde|do|de)"
    r"|inviato da|verzonden (?:vanaf|met|via)|verstuurd vanaf|wysłane z|wysłano z|odesláno z|skickat från"
    r"|sendt fra|lähetetty"
    r"|gönderildi|trimis de pe|--? ?\s?отправлено из|с мобильного телефона|с уважением, отправлено"
    r"|sent:? from mobile)[^\n]{0,100}$",
    re.IGNORECASE,
)
SIGNATURE: Final = re.compile(r"^(?:--|—|–|-- |__|_{3,30}|-{3,30})\s*$")
