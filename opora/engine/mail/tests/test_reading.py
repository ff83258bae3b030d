"""Headers, addresses, bodies and files of single mails."""

import json
from datetime import UTC, datetime

import pytest

from opora.engine.mail import Address, Auto, Flaw, parse, reply_token
from opora.engine.mail.tests.messages import PNG, file, html, mail, parts, plain

RUSSIAN = "Здравствуйте! Не открывается отчёт, программа закрывается с ошибкой."


def test_plain_mail_is_read_whole() -> None:
    raw = mail(
        "Return-Path: <anna@client.test>",
        "From: =?utf-8?B?0JDQvdC90LA=?= <anna@client.test>",
        'To: help@desk.test, "Petrov, Ivan" <ivan@desk.test>',
        "Cc: =?utf-8?Q?=D0=98=D0=B2=D0=B0=D0=BD=2C_?= <boss@client.test>",
        "Subject: =?utf-8?B?0J7RiNC40LHQ?= =?utf-8?B?utCw?=",
        "Date: Mon, 01 Jun 2026 10:00:00 +0300",
        "Message-ID: <one@client.test>",
        "In-Reply-To: <zero@desk.test>",
        "References: <first@desk.test>",
        "\t<zero@desk.test>",
        body="Привет",
    )
    found = parse(raw)
    assert found.sender == Address("Анна", "anna@client.test")
    assert [one.email for one in found.to] == ["help@desk.test", "ivan@desk.test"]
    assert found.to[1].name == "Petrov, Ivan"
    assert found.cc == (Address("Иван,", "boss@client.test"),)
    assert found.subject == "Ошибка"
    assert found.date == datetime(2026, 6, 1, 7, tzinfo=UTC)
    assert (found.message_id, found.in_reply_to) == ("one@client.test", ("zero@desk.test",))
    assert found.references == ("first@desk.test", "zero@desk.test")
    assert (found.text, found.auto, found.may_be_answered) == ("Привет", Auto.NONE, True)


def test_as_dict_has_the_promised_keys_and_is_json() -> None:
    found = json.loads(json.dumps(parse(plain("x")).as_dict()))
    promised = (
        "from to cc reply_to subject date message_id in_reply_to references text html reply_text attachments auto"
    )
    assert set(promised.split()) | {"warnings"} <= set(found)
    assert found["from"] == {"name": "", "email": "anna@client.test"}


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8", "cp866", "iso-8859-5", "utf-16"])
def test_declared_charset_is_read(charset: str) -> None:
    assert parse(plain(RUSSIAN, charset=charset)).text == RUSSIAN


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("declared", ["", "; charset=nonsense", "; charset=us-ascii", "; charset=iso-8859-1"])
def test_wrong_or_missing_charset_is_guessed(charset: str, declared: str) -> None:
    raw = mail("From: a@b.test", f"Content-Type: text/plain{declared}", body=RUSSIAN.encode(charset))
    assert parse(raw).text == RUSSIAN


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
def test_raw_subject_is_guessed(charset: str) -> None:
    assert parse(mail(b"Subject: " + "Ошибка входа".encode(charset), body="x")).subject == "Ошибка входа"


def test_western_text_stays_western() -> None:
    text = "Das Gerät läuft nicht, größere Störung. Schöne Grüße, Jürgen Müller"
    assert parse(mail("Content-Type: text/plain; charset=iso-8859-1", body=text.encode("latin-1"))).text == text


def test_utf7_is_never_decoded() -> None:
    found = parse(mail("Content-Type: text/html; charset=utf-7", body="+ADw-script+AD4-x"))
    assert "<script" not in found.html
    assert Flaw.REFUSED_CHARSET in found.warnings


def test_nul_and_surrogates_never_reach_the_database() -> None:
    found = parse(mail("Subject: a\x00b", "Content-Type: text/html", body="<p>x\x00&#xD800;&#0;y</p>"))
    for words in (found.subject, found.text, found.html, found.reply_text):
        assert "\x00" not in words
        words.encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ivan@desk.test (Иван)", [("Иван", "ivan@desk.test")]),
        ("Команда: a@b.test, c@d.test; e@f.test", [("", "a@b.test"), ("", "c@d.test"), ("", "e@f.test")]),
        ("Undisclosed recipients:;", []),
        ("Ivan ivan@desk.test", [("Ivan", "ivan@desk.test")]),
        ("<<ivan@desk.test>>", [("", "ivan@desk.test")]),
        ("ivan@desk.test.", [("", "ivan@desk.test")]),
        ("Ivan <ivan@desk.test, b@c.test", [("Ivan", "ivan@desk.test"), ("", "b@c.test")]),
        ('"ivan@old.test" <ivan@desk.test>', [("ivan@old.test", "ivan@desk.test")]),
        ("=?utf-8?B?0JjQstCw0L0sINCf0LXRgtGA?= <a@b.test>", [("Иван, Петр", "a@b.test")]),
        ('"unclosed <a@b.test>', [("unclosed", "a@b.test")]),
        ("a@b.test; c@d.test", [("", "a@b.test"), ("", "c@d.test")]),
        ("Иван <иван@почта.рф>", [("Иван", "иван@почта.рф")]),
    ],
)
def test_addresses_as_clients_write_them(value: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.email) for one in parse(mail(f"To: {value}")).to] == expected


def test_screenshot_is_inline_only_when_the_html_shows_it() -> None:
    text = mail("Content-Type: text/html; charset=utf-8", body='<p>вот</p><img src="cid:shot@x">')
    shown = file(PNG, "Content-Type: image/png; name=shot.png", "Content-ID: <shot@x>", "Content-Disposition: inline")
    other = file(PNG, "Content-Type: image/png; name=shot.png", "Content-ID: <other@x>", "Content-Disposition: inline")
    found = parse(parts(text, shown, other, kind="related"))
    assert [(one.name, one.inline, one.cid) for one in found.attachments] == [
        ("shot.png", True, "shot@x"),
        ("shot (2).png", False, "other@x"),
    ]
    assert found.attachments[0].content == PNG
    assert found.text == "вот"


def test_alternative_prefers_plain_and_keeps_html() -> None:
    pieces = (mail("Content-Type: text/plain", body="plain"), mail("Content-Type: text/html", body="<b>html</b>"))
    found = parse(parts(*pieces, kind="alternative"))
    assert (found.text, found.html.strip(), found.attachments) == ("plain", "<b>html</b>", ())


def test_texts_of_a_mixed_mail_are_joined_and_named_ones_are_files() -> None:
    named = mail("Content-Type: text/plain; name=log.txt", body="log")
    found = parse(parts(mail("", body="one"), named, mail("Content-Type: text/plain", body="two")))
    assert found.text == "one\ntwo"
    assert [one.name for one in found.attachments] == ["log.txt"]


def test_attached_message_stays_one_file_named_by_its_subject() -> None:
    inner = mail("Subject: =?utf-8?B?0KHRh9GR0YI=?=", "Content-Type: text/plain; name=x.txt", body="inner")
    found = parse(parts(mail("Content-Type: text/plain", body="see"), mail("Content-Type: message/rfc822", body=inner)))
    assert [(one.name, one.type) for one in found.attachments] == [("Счёт.eml", "message/rfc822")]


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ('filename="../../etc/passwd"', "passwd"),
        ("filename*=utf-8''%2e%2e%2fetc%2fpasswd", "passwd"),
        ('filename="=?utf-8?b?Li4vLi4vZXRjL3Bhc3N3ZA==?="', "passwd"),
        ("filename*0*=utf-8''%D0%9E%D1%82; filename*1*=%D1%87%D1%91%D1%82.pdf", "Отчёт.pdf"),
        ('filename="a\u202egnp.exe"', "agnp.exe"),
        ('filename="C:\\\\Users\\\\x\\\\report.doc"', "report.doc"),
        ('filename="' + "x" * 400 + '.pdf"', "x" * 146 + ".pdf"),
        ('filename="<img src=x>.png"', "_img src=x_.png"),
        ("attachment", "attachment-1.bin"),
    ],
)
def test_file_names_are_cleaned(disposition: str, expected: str) -> None:
    part = mail("Content-Type: application/octet-stream", f"Content-Disposition: attachment; {disposition}", body="x")
    assert [one.name for one in parse(parts(part)).attachments] == [expected]


def test_flowed_lines_are_joined() -> None:
    raw = mail("Content-Type: text/plain; format=flowed", body="one \r\ntwo\r\n-- \r\nAnna\r\n> a \r\n> b")
    assert parse(raw).text == "one two\n-- \nAnna\n> a b"


def test_uuencoded_file_inside_the_text_is_a_file() -> None:
    raw = mail("Content-Type: text/plain", body="see\nbegin 644 a.txt\n#0V%T\n`\nend\nbye")
    found = parse(raw)
    assert (found.text, [(one.name, one.content) for one in found.attachments]) == ("see\nbye", [("a.txt", b"Cat")])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Auto-Submitted: auto-replied", Auto.AUTO_REPLY),
        ("Auto-Submitted: no", Auto.NONE),
        ("X-Autoreply: yes", Auto.AUTO_REPLY),
        ("Precedence: bulk", Auto.LIST),
        ("List-Id: <x.test>", Auto.LIST),
        ("X-Loop: help@desk.test", Auto.LOOP),
        ("X-Opora-Loop: 1", Auto.LOOP),
        ("Return-Path: <>", Auto.AUTO_REPLY),
        ("Subject: Автоответ: отпуск", Auto.AUTO_REPLY),
        ("Subject: Вне офиса", Auto.AUTO_REPLY),
        ("Subject: Out of office: back soon", Auto.AUTO_REPLY),
        ("Subject: Не приходит автоответ", Auto.NONE),
        ("X-Desk-Priority: 1", Auto.NONE),
    ],
)
def test_robots_are_recognised(header: str, expected: Auto) -> None:
    found = parse(plain("x", header))
    assert found.auto is expected
    assert found.may_be_answered is (expected is Auto.NONE)


def test_suppress_header_forbids_an_answer_but_is_no_robot() -> None:
    found = parse(plain("x", "X-Auto-Response-Suppress: OOF, AutoReply"))
    assert (found.auto, found.may_be_answered) == (Auto.NONE, False)


def test_delivery_report_names_recipient_and_our_message() -> None:
    status = "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; dead@x.test\nAction: failed\nStatus: 5.1.1\n"
    status += "Diagnostic-Code: smtp; 550 5.1.1 No such user\n"
    pieces = (
        mail("Content-Type: text/plain", body="bounced"),
        mail("Content-Type: message/delivery-status", body=status),
        mail("Content-Type: message/rfc822", body="Message-ID: <ours@desk.test>\n\nx"),
    )
    found = parse(parts(*pieces, kind="report; report-type=delivery-status", headers=("Return-Path: <>",)))
    assert found.auto is Auto.BOUNCE
    assert found.bounce is not None
    (recipient,) = found.bounce.recipients
    assert (recipient.email, recipient.status, recipient.smtp_code) == ("dead@x.test", "5.1.1", "550")
    assert recipient.permanent
    assert (found.bounce.returned_message_id, found.bounce.is_delay) == ("ours@desk.test", False)


def test_mail_of_a_person_about_bounces_is_no_bounce() -> None:
    found = parse(plain("Undelivered mail: 550 5.1.1 user unknown dead@x.test", "Subject: Delivery failed, why?"))
    assert (found.auto, found.bounce) == (Auto.NONE, None)


def test_reply_token_is_taken_from_plus_addresses_only() -> None:
    token = "k3j4h5g6f7d8s9a0q1w2e3"
    assert reply_token([f"help+{token}@desk.test", "help+sale@desk.test", token]) == (token,)
    assert reply_token(["help@desk.test"]) == ()


def test_forward_names_the_first_author() -> None:
    text = "смотрите\n\n-------- Пересылаемое сообщение --------\nОт: Пётр <petr@x.test>\nКому: a@b.test\nТема: Счёт"
    text += "\n\nВот счёт"
    found = parse(plain(text, "Subject: Fwd: Счёт"))
    assert found.forwarded is not None
    assert (found.forwarded.sender, found.forwarded.subject) == (Address("Пётр", "petr@x.test"), "Счёт")
    assert (found.forwarded.text, found.reply_text) == ("Вот счёт", "смотрите")


def test_html_only_mail_has_text() -> None:
    words = "<style>p{}</style><p>Привет,&nbsp;мир</p><ul><li>раз<li>два</ul><a href='https://x.test/y'>тут</a>"
    found = parse(html(words))
    assert found.text == "Привет, мир\n\n- раз\n- два\n\nтут <https://x.test/y>"


def test_bad_date_is_a_warning() -> None:
    found = parse(mail("Date: someday"))
    assert (found.date, Flaw.BAD_DATE in found.warnings) == (None, True)
