"""The charter of outsourced support holds what its offer demands, row by row (OUT-01 to OUT-55)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from opora.engine.charter import Charter, check, load
from opora.engine.charter.paths import select
from opora.engine.charter.schema import Phase

FILE = Path(__file__).parents[1] / "outsourcing.yaml"

INCLUDED = (
    "Поддержание документации в актуальном состоянии",
    "Ведение базы знаний",
    "Коммуникация с пользователями",
    "Обработка заявок в тикет-системе",
    "Аналитика входящих запросов",
)

ROWS: list[tuple[str, str, list[Any]]] = [
    ("OUT-01", "title", ["Условия оказания технической поддержки вашему сервису"]),
    (
        "OUT-02 to OUT-08",
        "services.*.title",
        [
            "Поддержка PIM-проектов",
            "Поддержка интернет-магазинов",
            "Поддержка WMS-проектов",
            "Понятно написанная документация",
            "Круглосуточная коммуникация с пользователями",
            "Договор о неразглашении",
            "Размещение контента",
        ],
    ),
    ("OUT-05", "priorities.@", ["critical", "high", "medium", "low"]),
    ("OUT-07", "eligibility.nda", [True]),
    ("OUT-08", "categories.content.children.*.title", ["Контент", "Акции", "Правила"]),
    (
        "OUT-10",
        "programmes.functions.sections.*.title",
        [
            "Решать проблемы и вопросы пользователей продукта",
            "Формировать репутацию компании, которая её предоставляет",
        ],
    ),
    ("OUT-12", "lines.*.title", ["1 линия", "2 линия", "3 линия"]),
    (
        "OUT-13",
        "lines.line1.duties.*",
        [
            "Первичное обращение клиента",
            "Собирает информацию о проблеме клиента",
            "Помогает решить простые вопросы",
            "Создаёт на основе собранного задачу и передаёт специалисту следующего уровня",
        ],
    ),
    ("OUT-14 OUT-15", "lines.*.takes_unsolved_from", ["line1", "line2"]),
    (
        "OUT-14 OUT-15",
        "lines.*.topics.*",
        ["Первичное обращение", "Простые вопросы", "Основные проблемы", "Сложные и неординарные проблемы"],
    ),
    ("OUT-16", "programmes.automation.title", ["Автоматизация"]),
    (
        "OUT-17 to OUT-24",
        "programmes.delegation.sections.*.title",
        [
            "Повышение лояльности ваших разработчиков",
            "Доступность технической поддержки 24/7",
            "Сокращение отвлечений ваших разработчиков на поддержку",
            "Фиксированный платеж за техническую поддержку",
            "Актуальная рабочая документация",
            "Повышение качества разработки",
            "Простые изменения в сезон высокой нагрузки",
            "Бэклог и разработка остаются в вашей компании",
        ],
    ),
    ("OUT-23", "staffing.reinforcement_within", ["2w"]),
    (
        "OUT-23",
        "staffing.reinforcement",
        ["+1–2 инженера к сезону высокой нагрузки (чёрная пятница в ноябре, поток посетителей ×10)"],
    ),
    ("OUT-24", "workflow.statuses.client_team.phase", [Phase.WAITING_ADJACENT]),
    ("OUT-31", "calendars.office.week.mon-fri", ["09:00-18:00"]),
    ("OUT-37", "calendars.long_day.week.mon-fri", ["08:00-20:00"]),
    (
        "OUT-52 to OUT-54",
        "documents.*.title",
        [
            "В пакет входит",
            "Подробный расчет тарифов",
            "SLA (Service Level Agreement)",
            "Соглашение о неразглашении (NDA)",
        ],
    ),
    (
        "OUT-54",
        "parties.nda.definition",
        ["Договор между двумя сторонами, предотвращающий утечки конфиденциальной информации"],
    ),
    ("OUT-55", "channels.discuss.type", ["form"]),
    ("OUT-55", "channels.discuss.kind", ["enquiry"]),
]

PLANS = [
    ("OUT-27 to OUT-32", "basic", "Базовый", "100000", 5, "240m", "480m", "office", "Взаимодействие с вашей командой"),
    (
        "OUT-33 to OUT-38",
        "standard",
        "Стандартный",
        "160000",
        10,
        "120m",
        "240m",
        "long_day",
        "На вашу команду с минимальным вашим участием",
    ),
    (
        "OUT-39 to OUT-44",
        "extended",
        "Расширенный",
        "320000",
        24,
        "30m",
        "120m",
        "always",
        "Эскалация без вашего участия",
    ),
]
PLAN_KEYS = [plan[1] for plan in PLANS]


@pytest.fixture(scope="module")
def charter() -> Charter:
    return load(FILE)


def test_loads_without_problems_or_warnings() -> None:
    assert check(FILE) == ()


@pytest.mark.parametrize(("row", "pattern", "expected"), ROWS)
def test_row_holds_its_exact_values(charter: Charter, row: str, pattern: str, expected: list[Any]) -> None:
    assert [value for _, value in select(charter, pattern)] == expected, row


@pytest.mark.parametrize(("row", "key", "title", "price", "incidents", "reaction", "fix", "hours", "escalation"), PLANS)
def test_plan_holds_its_exact_values(
    charter: Charter,
    row: str,
    key: str,
    title: str,
    price: str,
    incidents: int,
    reaction: str,
    fix: str,
    hours: str,
    escalation: str,
) -> None:
    plan = charter.plans[key]
    promises = {rule.clock: (rule.within, rule.on) for rule in charter.objectives if rule.plan == key}
    assert (plan.title, plan.hours, plan.escalation) == (title, hours, escalation), row
    assert (plan.price.exact, plan.price.at_least, plan.price.currency) == (Decimal(price), True, "RUB")
    assert promises == {"response": (reaction, hours), "resolution": (fix, hours)}
    assert [(quota.limit, quota.counts, quota.per, quota.on) for quota in plan.quotas] == [
        (incidents, "incidents", "day", hours)
    ]


@pytest.mark.parametrize("key", PLAN_KEYS)
def test_amounts_the_offer_leaves_out_are_by_agreement(charter: Charter, key: str) -> None:
    plan = charter.plans[key]
    assert plan.overage is not None and plan.overage.by_agreement, "OUT-45"
    assert plan.out_of_hours is not None and plan.out_of_hours.by_agreement, "OUT-46"
    assert plan.overage.amount is None and plan.out_of_hours.amount is None


@pytest.mark.parametrize("key", PLAN_KEYS)
def test_five_services_are_in_every_plan(charter: Charter, key: str) -> None:
    assert charter.plan(key).services == INCLUDED, "OUT-47 to OUT-51"


@pytest.mark.parametrize("key", PLAN_KEYS)
def test_only_real_incidents_of_the_plans_own_day_count(charter: Charter, key: str) -> None:
    (quota,) = charter.plans[key].quotas
    assert set(quota.excluded) == {"merged", "duplicate", "spam", "declined"}, "AMB-26"
    assert (quota.beyond, quota.carry_over, quota.period) == ("charge", False, "calendar")


def test_offer_lists_twelve_parameters_of_a_tariff(charter: Charter) -> None:
    parameters = charter.documents[0].points
    assert parameters[:7] == (
        "Количество инцидентов в день",
        "Время реакции",
        "Время устранения",
        "График обслуживания",
        "Эскалация",
        "Оплата сверх лимита",
        "Стоимость обработки инцидента в нерабочее время",
    ), "OUT-26"
    assert parameters[7:] == INCLUDED, "OUT-26"


def test_project_intake_has_eight_named_stages(charter: Charter) -> None:
    titles = {stage.title for stage in charter.onboarding_stages}
    assert len(charter.onboarding_stages) == len(titles) == 8, "OUT-09"


def test_who_has_no_contract_is_answered_within_a_working_day(charter: Charter) -> None:
    rules = [rule for rule in charter.objectives if rule.plan == charter.default_plan]
    assert [(rule.clock, rule.within, rule.on) for rule in rules] == [("response", "1 working day", "office")], "OUT-55"


def test_time_of_the_customers_team_does_not_spend_the_fix_time(charter: Charter) -> None:
    assert Phase.WAITING_ADJACENT in charter.clocks["resolution"].pauses
    assert charter.clocks["response"].pauses == ()


def test_support_is_there_round_the_clock(charter: Charter) -> None:
    assert charter.staffing is not None
    assert charter.staffing.on == charter.plans["extended"].hours == "always", "OUT-06 OUT-18"


@pytest.mark.parametrize(
    ("row", "formula"), [("OUT-10", "satisfaction"), ("OUT-19", "developer_time_saved"), ("OUT-22 OUT-51", "volume")]
)
def test_offer_names_its_figures(charter: Charter, row: str, formula: str) -> None:
    assert formula in {kpi.formula for kpi in charter.kpis}, row


def test_fix_time_of_the_basic_plan_goes_over_the_weekend(charter: Charter) -> None:
    asked = datetime(2026, 3, 20, 14, 0, tzinfo=UTC)  # Friday 17:00 in Moscow
    due = charter.calendar("office").add(asked, timedelta(minutes=480))
    assert due == datetime(2026, 3, 23, 13, 0, tzinfo=UTC)


def test_night_is_working_time_of_the_extended_plan_only(charter: Charter) -> None:
    night = datetime(2026, 3, 21, 23, 50, tzinfo=UTC)
    assert [charter.calendar(charter.plans[key].hours).is_open(night) for key in PLAN_KEYS] == [False, False, True]


@pytest.mark.parametrize(
    "code", ["AMB-18", "AMB-19", "AMB-20", "AMB-21", "AMB-22", "AMB-23", "AMB-24", "AMB-25", "AMB-26"]
)
def test_ambiguity_is_resolved_in_the_open(charter: Charter, code: str) -> None:
    assert charter.readings[code].because


def test_open_tickets_keep_their_edition(charter: Charter) -> None:
    assert charter.in_flight == "keep"
