"""New words without the quotation: Russian and English clients, text and HTML."""

import pytest

from opora.engine.mail import parse
from opora.engine.mail.quotation import new_words
from opora.engine.mail.quotation_words import ABOVE_THIS_LINE
from opora.engine.mail.tests.messages import html, plain

NEW = "Спасибо, помогло!\n\nЗакрывайте заявку."
OLD = "Здравствуйте!\nПопробуйте ещё раз."
QUOTED = "> Здравствуйте!\n> Попробуйте ещё раз."

TEXTS = {
    "gmail": f"пн, 1 июн. 2026 г. в 10:00, Служба поддержки <help@desk.test>:\n\n{QUOTED}",
    "gmail wrapped": f"пн, 1 июн. 2026 г. в 10:00, Служба поддержки\n<help@desk.test>:\n\n{QUOTED}",
    "gmail english": f"On Mon, Jun 1, 2026 at 10:00 AM Support <help@desk.test>\nwrote:\n\n{QUOTED}",
    "yandex": f'01.06.2026, 10:00, "Служба поддержки" <help@desk.test>:\n{QUOTED}',
    "yandex unquoted": f'01.06.2026, 10:00, "Служба поддержки" <help@desk.test>:\n{OLD}',
    "mail.ru": f"Понедельник, 1 июня 2026, 10:00 +03:00 от Служба поддержки <help@desk.test>:\n{QUOTED}",
    "thunderbird": f"01.06.2026 10:00, Служба поддержки пишет:\n{QUOTED}",
    "thunderbird short": f"Служба поддержки пишет:\n{QUOTED}",
    "apple": f"1 июня 2026 г., в 10:00, Служба поддержки <help@desk.test> написал(а):\n\n{QUOTED}",
    "the bat": f"Вы писали 1 июня 2026 г., 10:00:05:\n\n{QUOTED}",
    "outlook": f"From: Support\nSent: Monday, June 1, 2026 10:00 AM\nTo: Anna\nSubject: RE: error\n\n{OLD}",
    "outlook ru": f"От: Служба поддержки\nОтправлено: 1 июня 2026 г. 10:00\nКому: Анна\nТема: RE: ошибка\n\n{OLD}",
    "outlook rule": f"________________________________\nОт: Служба\nДата: 1 июня\nКому: Анна\nТема: ошибка\n{OLD}",
    "outlook bold": f"*От:* Служба\n*Отправлено:* 1 июня\n*Кому:* Анна\n*Тема:* ошибка\n{OLD}",
    "outlook express": f"-----Исходное сообщение-----\nFrom: Support\nTo: Anna\nSubject: x\n{OLD}",
    "original": f"-----Original Message-----\nFrom: Support\n{OLD}",
    "sent from": f"Отправлено с iPhone\n\n> 1 июня 2026 г., в 10:00, Служба <help@desk.test> написал(а):\n{QUOTED}",
    "mobile mail.ru": "--\nОтправлено из мобильной Почты Mail.ru\n\n"
    f"понедельник, 1 июня 2026 г., 10:00 +0300 от help@desk.test:\n{QUOTED}",
    "own marker": f"{ABOVE_THIS_LINE['ru']}\n\n{OLD}",
    "own marker quoted": f"> {ABOVE_THIS_LINE['en']}\n{QUOTED}",
    "ukrainian": f"пн, 1 черв. 2026 р. о 10:00 Служба <help@desk.test> пише:\n{QUOTED}",
    "german": f"Am 01.06.2026 um 10:00 schrieb Support <help@desk.test>:\n{QUOTED}",
}

SENDER = "S &lt;h@d.test&gt;"
HTMLS = {
    "gmail": '<div class="gmail_quote"><div dir="ltr" class="gmail_attr">пн, 1 июн. 2026 г. в 10:00, S:<br></div>'
    f'<blockquote class="gmail_quote"><p>{OLD}</p></blockquote></div>',
    "apple": f'<blockquote type="cite"><div>1 июня 2026 г., в 10:00, {SENDER} написал(а):</div></blockquote>'
    f'<blockquote type="cite">{OLD}</blockquote>',
    "thunderbird": '<div class="moz-cite-prefix">01.06.2026 10:00, S пишет:<br></div>'
    f'<blockquote type="cite" cite="mid:1">{OLD}</blockquote>',
    "outlook web": f'<hr><div id="divRplyFwdMsg"><b>Von:</b> S<br></div><div>{OLD}</div>',
    "outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    f"<p><b>От:</b> S<br><b>Тема:</b> x</p></div><p>{OLD}</p>",
    "yandex": f'<div>01.06.2026, 10:00, "S" &lt;h@d.test&gt;:</div><blockquote><p>{OLD}</p></blockquote>',
    "mail.ru": '<blockquote style="border-left:1px solid #0857A6">'
    f"<p>Понедельник, 1 июня 2026, 10:00 от {SENDER}:</p>{OLD}</blockquote>",
}


@pytest.mark.parametrize("client", TEXTS)
def test_text_quotation_is_cut(client: str) -> None:
    found = parse(plain(f"{NEW}\n\n{TEXTS[client]}\n"))
    assert found.reply_text == NEW
    assert "Попробуйте" in found.text or client == "own marker"


@pytest.mark.parametrize("client", [name for name in HTMLS if name != "mail.ru"])
def test_html_quotation_is_cut(client: str) -> None:
    words = "<div>Спасибо, помогло!</div><div><br></div><div>Закрывайте заявку.</div>"
    found = parse(html(f"<html><body>{words}{HTMLS[client]}</body></html>"))
    assert found.reply_text == NEW
    assert "Попробуйте" in found.text


def test_mail_ru_quotation_inside_a_bare_blockquote_is_cut() -> None:
    found = parse(html(f"<div>Спасибо!</div>{HTMLS['mail.ru']}"))
    assert found.reply_text == "Спасибо!"


def test_answers_between_the_quotations_stay() -> None:
    text = "01.06.2026 10:00, Служба пишет:\n> Какая версия?\n\n5.1\n\n> Какая система?\n\nDebian 12\n"
    assert new_words(text) == "5.1\n\nDebian 12"


def test_answer_below_the_quotation_stays() -> None:
    assert new_words(f"Служба пишет:\n{QUOTED}\n\n{NEW}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        "Вчера в 10:00 директор написал:\nвсё сломалось, почините",
        "От: этого зависит многое\nпрошу помочь",
        "Кому: бухгалтерии нужен отчёт за 2025 год:\n- январь\n- февраль",
        "Нам нужно следующее:\n1. отчёт\n2. счёт",
        "On Monday everything was fine.\nToday it is not.",
        "Ошибка появилась 01.06.2026 в 10:00:\nне открывается файл",
        "Sent from my desk, it is much easier.",
        "--help не работает\nи -- тоже",
    ],
)
def test_new_words_are_never_lost(text: str) -> None:
    assert new_words(text) == text


def test_signature_after_its_mark_is_no_new_word() -> None:
    assert new_words(f"{NEW}\n-- \nАнна\n+7 900 000-00-00") == NEW


def test_mail_without_quotation_longer_than_the_limit_stays_whole() -> None:
    text = "\n".join(f"строка {number}" for number in range(20_000))
    assert new_words(text) == text


@pytest.mark.parametrize(
    "text", ["On " * 20_000, "On x\n" * 13_000, ">" * 64_000, "От: x\n" * 10_000, "a:\n" * 20_000, "-" * 60_000]
)
def test_hostile_text_is_separated_in_linear_time(text: str) -> None:
    import time

    start = time.process_time()
    new_words(text)
    assert time.process_time() - start < 2
