"""The charter of «Смарт-системы» holds what its regulation demands, row by row (SMART-01 to SMART-36)."""

from __future__ import annotations

from typing import Any

import pytest

from opora.charters import shipped
from opora.engine.charter import Charter
from opora.engine.charter.paths import select

BOTH = ("mattermost", "internal-email")
CHAT = ("mattermost",)

ROWS: list[tuple[str, str, list[Any]]] = [
    ("SMART-01", "edition", ["2.0"]),
    ("SMART-01", "title", ["Регламент поддержки пользователей"]),
    ("SMART-01", "product", ["Программное обеспечение «Смарт-системы» и относящиеся к ней продукты"]),
    ("SMART-02 to SMART-04", "parties.*.title", ["Лицензиар", "Лицензиат", "Служба поддержки (СП)"]),
    ("SMART-05", "channels.feedback-form.title", ["Форма обратной связи"]),
    ("SMART-06", "calendars.office.week", [{"mon-fri": "10:00-19:00"}]),
    ("SMART-06", "calendars.office.holidays", ["RU"]),
    ("SMART-06 AMB-07", "time_zone", ["Europe/Moscow"]),
    ("SMART-07", "staffing.min", [3]),
    ("SMART-07", "staffing.including", [{"technician": 1}]),
    ("SMART-07", "staffing.on", ["office"]),
    ("SMART-08 to SMART-10", "kinds.*.title", ["Консультация", "Ошибка", "Доработка"]),
    ("SMART-10", "kinds.improvement.via.*", ["feedback-form", "employee", "portal", "email"]),
    (
        "SMART-11 to SMART-16 AMB-08",
        "workflow.statuses.*.title",
        [
            "Запрос",
            "Требуется информация",
            "Процесс",
            "Аналитика",
            "Оплата",
            "Проверка",
            "Закрыто",
            "Отклонено",
        ],
    ),
    (
        "SMART-11 to SMART-16 AMB-08",
        "workflow.statuses.*.phase",
        ["new", "waiting_customer", "open", "open", "waiting_payment", "solved", "closed", "declined"],
    ),
    ("SMART-17", "objectives.*.clock", ["response", "resolution", "resolution", "resolution"]),
    ("SMART-18 to SMART-21", "objectives.*.within", ["60m", "24h", "336h", "estimate"]),
    ("SMART-18 AMB-09", "objectives.*.on", ["office", "always", "always", "office"]),
    ("SMART-19 to SMART-21", "objectives.*.kind", ["consultation", "error", "improvement"]),
    ("SMART-21", "kinds.*.needs", ["estimate"]),
    ("SMART-22", "quality.every", ["month"]),
    ("SMART-22", "quality.per.*", ["desk", "agent"]),
    ("SMART-23", "quality.formula", ["ratings / tickets"]),
    ("SMART-24 SMART-25", "quality.levels.*.at_least", ["4.7", "4"]),
    ("SMART-26", "quality.levels.*.at_most", ["3.9"]),
    ("SMART-26", "quality.levels.*.acceptable", [True, True, False]),
    ("AMB-12", "quality.rounding", [1]),
    (
        "SMART-27 to SMART-34",
        "handoffs.departments.*.title",
        [
            "Юридический департамент",
            "Финансовый департамент",
            "Департамент маркетинга",
            "Департамент продукта",
            "Департамент ИТ",
        ],
    ),
    ("SMART-35", "handoffs.topics.*.on", ["office"] * 8),
    ("SMART-35", "clocks.department.starts", ["handed_off"]),
    ("SMART-36", "channels.mattermost.purposes.*", ["internal"]),
]

TOPICS: list[tuple[str, str, tuple[str, ...], str, tuple[str, ...]]] = [
    ("legal", "Правовые вопросы", ("legal",), "3 working days", BOTH),
    ("settlements", "Вопросы по взаиморасчетам", ("finance",), "5 working days", BOTH),
    ("promotion", "Помощь в продвижении продуктов", ("marketing",), "3 working days", CHAT),
    ("development", "Развитие продуктов, доработка", ("product", "it"), "5 working days", CHAT),
    ("system-errors", "Системные ошибки", ("it",), "1 working day", CHAT),
    ("data-editing", "Редактирование данных", ("it",), "1 working day", CHAT),
    ("events", "Совместные мероприятия", ("marketing",), "3 working days", CHAT),
    ("media", "Совместный PR в СМИ", ("marketing",), "3 working days", CHAT),
]


@pytest.fixture(scope="module")
def charter() -> Charter:
    return shipped("smart-systems")


@pytest.mark.parametrize(("row", "pattern", "values"), ROWS)
def test_charter_holds_the_row(charter: Charter, row: str, pattern: str, values: list[Any]) -> None:
    assert [value for _, value in select(charter, pattern)] == values, row


@pytest.mark.parametrize(("key", "title", "departments", "within", "via"), TOPICS)
def test_topic_has_its_department_term_and_channels(
    charter: Charter, key: str, title: str, departments: tuple[str, ...], within: str, via: tuple[str, ...]
) -> None:
    """SMART-27 to SMART-34."""
    topic = charter.handoffs.topics[key]
    assert (topic.title, topic.departments, topic.within, topic.via) == (title, departments, within, via)


def test_topics_are_these_eight_and_no_other(charter: Charter) -> None:
    assert list(charter.handoffs.topics) == [row[0] for row in TOPICS]


def test_waiting_for_customer_and_payment_stops_completion_only(charter: Charter) -> None:
    """AMB-24."""
    assert charter.clocks["response"].pauses == ()
    assert charter.clocks["resolution"].pauses == ("waiting_customer", "waiting_payment", "deferred")


def test_readings_are_those_of_the_regulation(charter: Charter) -> None:
    ambiguities = {code for code in charter.readings if code.startswith("AMB")}
    numbered = {f"AMB-{number:02}" for number in (*range(7, 14), 23, 24, 25)}
    assert ambiguities == numbered
