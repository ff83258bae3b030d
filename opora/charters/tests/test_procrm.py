"""The charter of ProCRM holds what its regulation demands, row by row (PRO-01 to PRO-40)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opora.engine.charter import Charter, check, load
from opora.engine.charter.paths import select

FILE = Path(__file__).parents[1] / "procrm.yaml"

ROWS: list[tuple[str, str, list[Any]]] = [
    ("PRO-01", "scope.redirects.*.title", ["Поддержка Битрикс24", "Поддержка Битрикс24 в коробке"]),
    ("PRO-01", "scope.redirects.*.verdict", ["redirect", "redirect"]),
    (
        "PRO-02 PRO-03 PRO-04",
        "scope.covered.*.title",
        [
            "Консультации пользователей по работе с базовым функционалом",
            "Техническая поддержка портала (обновить систему, восстановить данные из резервной копии, "
            "добавить нового сотрудника, задать необходимые права доступа и т.д.)",
            "Обсуждение и внесение мелких правок после внедрения",
        ],
    ),
    ("PRO-04", "scope.covered.*.condition", ["В случае, если они выполнялись нашим специалистом"]),
    (
        "PRO-03",
        "categories.portal.children.*.title",
        [
            "Обновить систему",
            "Восстановить данные из резервной копии",
            "Добавить нового сотрудника",
            "Задать необходимые права доступа",
        ],
    ),
    (
        "PRO-05 PRO-06 PRO-07",
        "scope.excluded.*.title",
        [
            "Внедрение/разработка новых и доработка существующих бизнес-процессов/решений/модулей",
            "Доработка бизнес-процессов/решений/модулей предыдущих интеграторов",
            "Обучение персонала",
        ],
    ),
    ("PRO-05 PRO-06 PRO-07", "scope.excluded.*.verdict", ["discussed_separately"] * 3),
    ("PRO-08", "lines.*.level", [1, 2, 3]),
    ("PRO-09 PRO-11 PRO-13", "objectives.*.within", ["2h", "4h", "4h", "none"]),
    ("PRO-09 PRO-11 PRO-13", "objectives.*.line", ["line1", "line2", "line3"]),
    ("PRO-11 PRO-13", "objectives.*.proposed", [False, True, True, False]),
    (
        "PRO-10",
        "lines.line1.topics.*",
        [
            "Оплата",
            "Сверка работ",
            "Документооборот",
            "Организация встреч с специалистом",
            "Работа с базовым функционалом",
        ],
    ),
    (
        "PRO-12",
        "lines.line2.topics.*",
        [
            "Технические консультации по продукту и внедрению, требующие углубленных знаний продукта "
            "и личного присутствия менеджера проекта"
        ],
    ),
    ("PRO-14", "lines.line3.takes_unsolved_from", ["line2"]),
    ("PRO-14", "lines.line3.duties.*", ["Все обращения, с которыми не справился менеджер проекта"]),
    ("PRO-15", "lines.line3.topics.*", ["Системное администрирование", "Разработка"]),
    ("PRO-16 PRO-17 PRO-20", "tools.@", ["anydesk", "skype", "zoom", "joxi"]),
    ("PRO-18", "calendars.office.week.mon-fri", ["09:00-18:00"]),
    ("PRO-18", "calendars.office.holidays", ["UA"]),
    ("PRO-18", "time_zone", ["Europe/Kyiv"]),
    (
        "PRO-20",
        "forms.*.advice.*",
        ["Для эффективной работы со скриншотами используйте специальные программы, такие как joxi, или его аналоги"],
    ),
    ("PRO-26", "lines.*.title", ["Консультант", "Менеджер проектов", "Инженер или разработчик"]),
    (
        "PRO-27",
        "knowledge.access.*.title",
        [
            "Страница он-лайн документации по продукту",
            "Скачивание руководств",
            "Обсуждение в форуме",
            "Раздел FAQ",
            "Сайты разработчиков программного обеспечения",
        ],
    ),
    (
        "PRO-28 to PRO-35",
        "reasons.@",
        [
            "not_reproducible",
            "unlicensed",
            "no_information",
            "requirements_violated",
            "unconstructive",
            "insults",
            "separate_work",
            "out_of_scope",
        ],
    ),
    (
        "PRO-28 to PRO-35",
        "reasons.*.effect",
        ["either", "decline", "defer", "decline", "either", "decline", "either", "out_of_scope"],
    ),
    ("PRO-36", "surveys.*.when", ["dialog_ended"]),
    ("PRO-37", "workflow.reopening.within", ["never"]),
    ("PRO-37", "workflow.statuses.solved.next.*", ["work", "closed"]),
    ("PRO-38 PRO-39 PRO-40", "quality.control_channels.*", ["bitrix_chat", "control_phone", "control_email"]),
    ("PRO-39 PRO-40", "channels.*.kind", ["quality_control", "quality_control"]),
    ("PRO-40", "channels.control_email.address", ["control@procrm.com.ua"]),
]


@pytest.fixture(scope="module")
def charter() -> Charter:
    return load(FILE)


def test_loads_without_problems_or_warnings() -> None:
    assert check(FILE) == ()


@pytest.mark.parametrize(("row", "pattern", "expected"), ROWS)
def test_row_holds_its_exact_values(charter: Charter, row: str, pattern: str, expected: list[Any]) -> None:
    assert [value for _, value in select(charter, pattern)] == expected, row


@pytest.mark.parametrize(
    ("row", "key", "official", "purposes", "becomes_ticket"),
    [
        ("PRO-23", "bitrix_chat", True, ("request", "consultation", "quality_control"), True),
        ("PRO-24", "site_messenger", True, ("request", "consultation"), True),
        ("PRO-25", "phone", False, ("consultation",), False),
        ("PRO-25", "personal_messenger", False, ("consultation",), False),
        ("PRO-25", "skype", False, ("consultation",), False),
        ("PRO-39", "control_phone", True, ("quality_control",), True),
        ("PRO-40", "control_email", True, ("quality_control",), True),
    ],
)
def test_channel_is_official_for_its_purposes_only(
    charter: Charter, row: str, key: str, official: bool, purposes: tuple[str, ...], becomes_ticket: bool
) -> None:
    channel = charter.channels[key]
    assert (channel.official, channel.purposes, channel.becomes_ticket) == (official, purposes, becomes_ticket), row


@pytest.mark.parametrize(
    ("category", "line"),
    [
        ("organisational/payment", "line1"),
        ("organisational/reconciliation", "line1"),
        ("organisational/documents", "line1"),
        ("organisational/meetings", "line1"),
        ("basics", "line1"),
        ("product", "line2"),
        ("edits", "line2"),
        ("administration", "line3"),
        ("development", "line3"),
        ("portal/restore", "line3"),
        ("portal/access", "line1"),
    ],
)
def test_problem_category_decides_the_line(charter: Charter, category: str, line: str) -> None:
    assert charter.category(category).line == line


def test_technical_question_needs_what_step_one_asks_for(charter: Charter) -> None:
    form = charter.form("technical", "bitrix_chat")
    assert form is not None
    asked = {key: field.required for key, field in form.fields.items()}
    assert asked == {"description": True, "steps": False, "url": True, "version": True, "edition": True}, (
        "PRO-19 PRO-21"
    )
    assert form.attachments.types == ("image/jpeg", "image/gif", "image/png", "video/*"), "PRO-20"


def test_unsolved_by_the_manager_goes_to_the_engineer(charter: Charter) -> None:
    rules = [rule for rule in charter.escalations if rule.when == "complexity"]
    assert [(rule.from_lines, rule.to_line) for rule in rules] == [(("line1",), "line2"), (("line2",), "line3")]


def test_only_a_public_message_of_a_person_is_a_reaction(charter: Charter) -> None:
    assert charter.clocks["response"].met_by == ("message",)
    assert charter.clocks["response"].pauses == ()


def test_no_term_of_resolution_is_promised(charter: Charter) -> None:
    assert [rule.within for rule in charter.objectives if rule.clock == "resolution"] == ["none"]


def test_every_reason_has_a_letter(charter: Charter) -> None:
    assert len(charter.reasons) == 8
    assert all(reason.letter for reason in charter.reasons.values())


def test_two_hours_asked_on_friday_evening_end_on_monday(charter: Charter) -> None:
    asked = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)  # Friday 17:00 in Kyiv
    assert charter.calendar("office").add(asked, timedelta(hours=2)) == datetime(2026, 3, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("code", ["AMB-03", "AMB-04", "AMB-05", "AMB-06", "AMB-23", "AMB-24", "AMB-25"])
def test_ambiguity_is_resolved_in_the_open(charter: Charter, code: str) -> None:
    assert charter.readings[code].because


def test_open_tickets_keep_their_edition(charter: Charter) -> None:
    assert charter.in_flight == "keep"
