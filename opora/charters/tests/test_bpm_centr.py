"""The charter of BPM Centr holds what its regulation demands, row by row (BPM-01 to BPM-88)."""

from __future__ import annotations

from typing import Any

import pytest

from opora.charters import shipped
from opora.engine.charter import Charter
from opora.engine.charter.paths import select

ROWS: list[tuple[str, str, list[Any]]] = [
    ("BPM-01", "product", ["Платформа BPM Centr"]),
    (
        "BPM-02 to BPM-08",
        "workflow.stages.*.title",
        [
            "Получение обращения",
            "Регистрация обращения",
            "Классификация и приоритизация",
            "Назначение специалиста",
            "Обработка обращения",
            "Проверка решения",
            "Закрытие обращения",
        ],
    ),
    ("BPM-03", "ticket_number", ["BPM-{n:05}"]),
    ("BPM-07 BPM-08", "workflow.confirmation", [True]),
    ("BPM-09 to BPM-11", "calendars.office.week", [{"mon-fri": "09:00-18:00"}]),
    ("BPM-09 to BPM-11", "time_zone", ["Europe/Moscow"]),
    ("BPM-12 to BPM-14", "escalations.*.when", ["alarm", "alarm", "breach", "breach", "complexity", "dissatisfied"]),
    (
        "BPM-15 to BPM-18",
        "lines.*.title",
        [
            "Специалист первой линии поддержки",
            "Старший специалист поддержки",
            "Технический эксперт / Разработчик",
            "Руководитель технической поддержки",
        ],
    ),
    ("BPM-15 to BPM-18", "lines.*.level", [1, 2, 3, 4]),
    ("BPM-19 to BPM-23", "channels.*.type", ["portal", "email", "chat", "video"]),
    ("BPM-20", "channels.email.address", ["support@bpmcentr.ru"]),
    ("BPM-21", "channels.chat.plans.*", ["extended", "premium"]),
    ("BPM-21", "channels.chat.hours", ["office"]),
    ("BPM-22", "channels.chat.convertible", [True]),
    ("BPM-23", "channels.video.plans.*", ["premium"]),
    ("BPM-24", "channels.video.duration", ["60m"]),
    ("BPM-24", "plans.premium.quotas.*.length", ["60m"]),
    ("BPM-25", "plans.premium.quotas.*.limit", [2]),
    ("BPM-25", "plans.premium.quotas.*.per", ["month"]),
    ("BPM-25", "plans.premium.quotas.*.counts", ["video_sessions"]),
    ("BPM-26", "plans.*.title", ["Базовая", "Расширенная", "Премиум"]),
    ("BPM-27", "plans.basic.price.included", [True]),
    ("BPM-29 BPM-31", "plans.*.price.amount", ["40", "80"]),
    ("BPM-29 BPM-31", "plans.*.price.currency", ["USD", "USD"]),
    ("BPM-29 BPM-31", "plans.*.price.per", ["month", "month"]),
    ("BPM-27 BPM-29 BPM-31", "plans.*.hours", ["office", "office", "office"]),
    ("BPM-30 BPM-32", "plans.*.inherits", ["basic", "extended"]),
    ("BPM-33", "plans.premium.dedicated", [True]),
    ("BPM-34", "plans.premium.preferred.*", ["improvement"]),
    ("BPM-35", "plans.*.weight", [0, 50, 100]),
    ("BPM-35", "queue.order.*", ["plan", "priority", "due", "arrival"]),
    (
        "BPM-37 to BPM-41",
        "knowledge.sections.*.title",
        [
            "Начало работы",
            "Руководства по коннекторам",
            "Интеграция с Make",
            "Управление подписками",
            "Устранение неполадок",
        ],
    ),
    (
        "BPM-42 to BPM-44",
        "knowledge.access.*.title",
        [
            "Публичный раздел на сайте BPM Centr",
            "Расширенный раздел в личном кабинете",
            "Контекстные подсказки в интерфейсе платформы",
        ],
    ),
    ("BPM-46 to BPM-55", "functions.*.title", ["Для пользователей", "Для специалистов поддержки"]),
    (
        "BPM-56 to BPM-62",
        "workflow.statuses.*.title",
        ["Открыт", "Назначен", "В работе", "Ожидает ответа", "Решен", "Закрыт", "Переоткрыт"],
    ),
    (
        "BPM-56 to BPM-62",
        "workflow.statuses.*.phase",
        ["new", "open", "open", "waiting_customer", "solved", "closed", "open"],
    ),
    (
        "BPM-63 to BPM-67",
        "categories.*.title",
        [
            "Технические проблемы",
            "Вопросы по использованию",
            "Вопросы по аккаунту",
            "Запросы на улучшение",
            "Другое",
        ],
    ),
    (
        "BPM-63",
        "categories.technical.children.*.title",
        ["Ошибки в работе коннекторов", "Проблемы с API", "Проблемы с интеграцией"],
    ),
    (
        "BPM-64",
        "categories.usage.children.*.title",
        ["Настройка коннекторов", "Создание сценариев", "Функциональные возможности"],
    ),
    (
        "BPM-65",
        "categories.account.children.*.title",
        ["Регистрация и доступ", "Управление подписками", "Платежи и биллинг"],
    ),
    (
        "BPM-66",
        "categories.improvement.children.*.title",
        ["Предложения новых функций", "Запросы на новые коннекторы", "Улучшение существующих функций"],
    ),
    (
        "BPM-67",
        "categories.other.children.*.title",
        ["Общие вопросы", "Партнерство и сотрудничество", "Отзывы и предложения"],
    ),
    ("BPM-68 to BPM-71", "priorities.*.title", ["Критический", "Высокий", "Средний", "Низкий"]),
    ("BPM-68 to BPM-71", "priorities.*.rank", [1, 2, 3, 4]),
    (
        "BPM-72 to BPM-74",
        "programmes.self-study.sections.*.title",
        ["Видеоуроки", "Пошаговые руководства", "Интерактивные демонстрации"],
    ),
    ("BPM-75 BPM-76", "programmes.webinars.sections.*.title", ["Регулярные вебинары", "Онлайн-тренинги"]),
    (
        "BPM-77 BPM-78",
        "programmes.onboarding.sections.*.title",
        ["Индивидуальная консультация", "Сопровождение в течение первого месяца"],
    ),
    ("BPM-77 BPM-78", "programmes.onboarding.plans.*", ["premium"]),
    (
        "BPM-79 to BPM-83",
        "kpis.*.formula",
        ["first_response_time", "resolution_time", "satisfaction", "solved_without_reopening", "volume"],
    ),
    ("BPM-83", "kpis.*.by.*", ["category", "priority"]),
    (
        "BPM-84",
        "surveys.after-close.questions.*.title",
        ["Оценка качества решения", "Оценка работы специалиста", "Комментарии и предложения"],
    ),
    (
        "BPM-85",
        "surveys.regular.questions.*.title",
        ["Общая удовлетворенность поддержкой", "Предложения по улучшению", "Оценка удобства каналов связи"],
    ),
    (
        "BPM-86",
        "programmes.behaviour.sections.*.title",
        ["Частота обращений", "Типичные проблемы", "Использование базы знаний"],
    ),
    (
        "BPM-87",
        "programmes.improvement.sections.*.title",
        [
            "Регулярный анализ KPI и обратной связи",
            "Выявление проблемных областей",
            "Разработка плана улучшений",
            "Внедрение изменений",
            "Оценка результатов",
        ],
    ),
    (
        "BPM-88",
        "documents.*.url",
        [
            "../subscription/overview.md",
            "../integrations/make_integration.md",
            "../connectors/overview.md",
            "../security/security_policy.md",
        ],
    ),
]


@pytest.fixture(scope="module")
def charter() -> Charter:
    return shipped("bpm-centr")


@pytest.mark.parametrize(("row", "pattern", "values"), ROWS)
def test_charter_holds_the_row(charter: Charter, row: str, pattern: str, values: list[Any]) -> None:
    assert [value for _, value in select(charter, pattern)] == values, row


@pytest.mark.parametrize(
    ("plan", "response", "resolution"), [("basic", "24h", "48h"), ("extended", "8h", "24h"), ("premium", "4h", "12h")]
)
def test_plan_has_its_hours(charter: Charter, plan: str, response: str, resolution: str) -> None:
    """BPM-09 to BPM-11, BPM-27, BPM-29, BPM-31; AMB-01: hours of working days."""
    terms = {(rule.clock, rule.within, rule.on, rule.reading) for rule in charter.objectives if rule.plan == plan}
    expected = {("response", response, "working-days", "AMB-01"), ("resolution", resolution, "working-days", "AMB-01")}
    assert terms == expected


def test_objectives_are_these_six_and_no_other(charter: Charter) -> None:
    assert len(charter.objectives) == 6


@pytest.mark.parametrize(
    ("key", "to_line", "needs_reason"),
    [("resolution-breach", "next", False), ("complexity", "next", True), ("dissatisfied", "next", False)],
)
def test_three_cases_escalate_to_the_next_level(charter: Charter, key: str, to_line: str, needs_reason: bool) -> None:
    """BPM-12 to BPM-14."""
    (rule,) = (rule for rule in charter.escalations if rule.key == key)
    assert (rule.to_line, rule.needs_reason) == (to_line, needs_reason)


def test_plans_grow_by_inheritance(charter: Charter) -> None:
    """BPM-27 to BPM-32: 3 services, 3 more, 4 more (all but the inherited ones named in words)."""
    assert [len(charter.plan(key).services) for key in charter.plans] == [3, 6, 10]
    assert [charter.plan(key).channels for key in charter.plans] == [
        ("email", "portal"),
        ("email", "portal", "chat"),
        ("email", "portal", "chat", "video"),
    ]


def test_knowledge_is_renewed_from_four_sources(charter: Charter) -> None:
    """BPM-45, and three points in every section (BPM-37 to BPM-41)."""
    assert len(charter.knowledge.sources) == 4
    assert [len(section.points) for section in charter.knowledge.sections] == [3, 3, 3, 3, 3]


def test_functions_are_four_for_users_and_six_for_specialists(charter: Charter) -> None:
    """BPM-46 to BPM-55."""
    assert [len(section.points) for section in charter.functions] == [4, 6]


def test_priority_changes_no_clock(charter: Charter) -> None:
    """AMB-02."""
    assert not any(rule.priority for rule in charter.objectives)


def test_readings_are_those_of_the_regulation(charter: Charter) -> None:
    ambiguities = {code for code in charter.readings if code.startswith("AMB")}
    assert ambiguities == {"AMB-01", "AMB-02", "AMB-23", "AMB-24", "AMB-25", "AMB-27"}
