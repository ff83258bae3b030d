"""The charter of PrimoART holds what its regulation demands, row by row (ART-01 to ART-70)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from opora.engine.charter import Charter, check, load
from opora.engine.charter.paths import select
from opora.engine.charter.schema import Phase

FILE = Path(__file__).parents[1] / "primoart.yaml"

ROWS: list[tuple[str, str, list[Any]]] = [
    (
        "ART-01 to ART-04",
        "parties.*.title",
        [
            "Заявка (уведомление, обращение)",
            "Заказчик",
            "Исполнитель",
            "Отказ Продукта",
            "ПО",
            "Пользователь",
            "Продукт",
            "Служба технической поддержки (СТП)",
        ],
    ),
    (
        "ART-02",
        "parties.customer.definition",
        ["Клиентская организация, заключившая договор на внедрение и обслуживание Продукта"],
    ),
    ("ART-03", "parties.product.definition", ["Продукт для мониторинга пользовательского опыта «PrimoART»"]),
    (
        "ART-05",
        "programmes.acknowledgement.sections.*.points.*",
        ["Действует в ходе промышленной эксплуатации Продукта"],
    ),
    (
        "ART-06",
        "programmes.goals.sections.*.title",
        [
            "Обеспечение надежной работы системы",
            "Повышение уровня удовлетворенности пользователей",
            "Обучение пользователей работе с Продуктом и рекомендации по его настройке и использованию",
        ],
    ),
    ("ART-07 to ART-10", "lines.*.level", [1, 2, 3]),
    ("ART-08 to ART-10", "lines.*.belongs_to", ["customer", "vendor", "vendor"]),
    (
        "ART-11",
        "lines.*.training",
        [
            "Определенный уровень знаний и экспертизы по Продукту; "
            "периодически проводится внутреннее обучение сотрудников СТП",
        ],
    ),
    (
        "ART-12 to ART-19",
        "lines.line2.duties.*",
        [
            "Прием обращений первой линии поддержки",
            "Консультация специалистов первой линии поддержки по вопросам, связанным с работой Продукта",
            "Решение обращений первой линии поддержки",
            "Контроль решения заявок, находящихся в работе",
            "Сбор уточняющей информации о работе Продукта для актуализации технической и эксплуатационной документации",
            "Участие в тестировании исправлений/доработок",
            "Формирование пакетов обновлений Продукта с исправлениями/доработками",
            "Передача обновлений Заказчику",
        ],
    ),
    (
        "ART-20",
        "lines.line2.packet.*",
        [
            "Модуль и версия Продукта",
            "Описание и шаги воспроизведения проблемы",
            "Контакты пользователя",
            "Что сделано первой линией",
        ],
    ),
    (
        "ART-21",
        "scope.covered.*.title",
        [
            "Программная часть платформы",
            "Консультации",
            "Обучение пользователей работе с Продуктом и рекомендации по его настройке и использованию",
        ],
    ),
    (
        "ART-22 to ART-24",
        "scope.excluded.*.title",
        [
            "Оборудование и программное обеспечение производства третьих сторон",
            "Смежные сервисы (например, сети передачи данных)",
            "Программно-аппаратный комплекс серверов и клиентских станций",
        ],
    ),
    ("ART-25", "handoffs.adjacent_tells_customer", [True]),
    ("ART-25", "handoffs.topics.*.within", ["none"] * 7),
    ("ART-25", "workflow.moves.suspended", ["adjacent"]),
    ("ART-25", "workflow.statuses.adjacent.phase", [Phase.WAITING_ADJACENT]),
    (
        "ART-26 to ART-30",
        "reasons.@",
        ["not_reproducible", "no_information", "out_of_scope", "unconstructive", "obsolete_version"],
    ),
    ("ART-26 to ART-30", "reasons.*.effect", ["either", "defer", "out_of_scope", "either", "decline"]),
    ("ART-31 to ART-34", "kinds.@", ["consultation", "problem", "access", "suggestion"]),
    ("ART-36", "lines.line2.takes_unsolved_from", ["line1"]),
    ("ART-37", "workflow.moves.asked", ["info"]),
    ("ART-38", "channels.email.address", ["support@primoart.ru"]),
    ("ART-39", "channels.phone.official", [True]),
    ("ART-40", "forms.*.fields.@", ["module", "version", "description", "steps", "contacts"]),
    ("ART-40", "forms.*.fields.*.required", [True] * 5),
    ("ART-40", "forms.*.channels.*", ["email", "phone", "portal"]),
    ("ART-41", "ticket_number", ["ART-{n:05}"]),
    (
        "ART-42 to ART-51",
        "workflow.stages.*.title",
        [
            "Создание заявки",
            "Дополнение информации о заявке, запрос информации у клиента",
            "Проверка, нужно ли передавать заявку на третью линию поддержки (в отдел разработки)",
            "Напоминать клиенту о том, что нужна дополнительная информация",
            "Анализ причин ошибки и поиск решения проблемы",
            "Определение сроков решения проблемы и обновление заявки этой информацией",
            "Проверка решения",
            "Уведомление клиента о решении проблемы",
            "Обновление базы знаний по итогам инцидента",
            "Передача исправления Заказчику",
        ],
    ),
    (
        "ART-42 to ART-51",
        "workflow.stages.*.responsible",
        [
            "Клиент и/или сотрудник ТП",
            "сотрудник ТП",
            "сотрудник ТП",
            "сотрудник ТП",
            "Сотрудник ТП и/или отдел разработки",
            "Отдел разработки",
            "Отдел тестирования и/или сотрудник ТП",
            "сотрудник ТП",
            "технический писатель",
            "сотрудник ТП",
        ],
    ),
    ("ART-45", "workflow.statuses.info.remind.times", [3]),
    ("ART-50", "knowledge.after_incident", ["Технический писатель обновляет базу знаний по итогам инцидента"]),
    (
        "ART-52",
        "services.consultation.note",
        [
            "Форма методической помощи: устное или печатное разъяснение специалистом "
            "конкретному лицу или группе лиц, представляющих Заказчика, по интересующему их вопросу в рамках поддержки"
        ],
    ),
    (
        "ART-54 to ART-60",
        "categories.consultation.children.@",
        ["setup", "parameters", "undocumented", "errors", "optimisation", "diagnostics", "aftermath"],
    ),
    ("ART-62 to ART-65", "priorities.*.title", ["Критический", "Высокий", "Средний", "Низкий"]),
    ("ART-62 to ART-65", "priorities.*.rank", [1, 2, 3, 4]),
    ("ART-64", "kinds.suggestion.priority", ["medium"]),
    ("ART-67", "workflow.statuses.planned.needs.*", ["planned"]),
    ("ART-68", "queue.order.*", ["arrival"]),
]

STAGE_STATUSES = [
    "new",
    "completing",
    "triage",
    "info",
    "analysis",
    "planned",
    "verification",
    "notified",
    "knowledge",
    "transferred",
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
    ("row", "priority", "within"),
    [("ART-62", "critical", "8h"), ("ART-63", "high", "16h"), ("ART-64", "medium", "96h"), ("ART-65", "low", "96h")],
)
def test_reaction_depends_on_priority_in_elapsed_time(charter: Charter, row: str, priority: str, within: str) -> None:
    rules = [rule for rule in charter.objectives if rule.clock == "response" and rule.priority == priority]
    assert [(rule.within, rule.on) for rule in rules] == [(within, "always")], row


def test_resolution_is_the_planned_date(charter: Charter) -> None:
    rules = [rule for rule in charter.objectives if rule.clock == "resolution"]
    assert [(rule.within, rule.on) for rule in rules] == [("planned", "always")], "ART-66"
    assert charter.kinds["problem"].needs == "planned"


@pytest.mark.parametrize(
    ("row", "key", "official", "purposes"),
    [
        ("ART-38 ART-53", "email", True, ("request", "consultation")),
        ("ART-39 ART-53", "phone", True, ("request", "consultation")),
        ("ART-53", "messenger", False, ("consultation",)),
    ],
)
def test_channel_is_official_for_its_purposes_only(
    charter: Charter, row: str, key: str, official: bool, purposes: tuple[str, ...]
) -> None:
    channel = charter.channels[key]
    assert (channel.official, channel.purposes) == (official, purposes), row


def test_messenger_message_is_no_request_by_itself(charter: Charter) -> None:
    assert not charter.channels["messenger"].becomes_ticket


def test_requests_start_with_the_line_that_registers_them(charter: Charter) -> None:
    assert charter.default_line == "line2"


def test_stages_are_carried_out_by_statuses_in_their_order(charter: Charter) -> None:
    stages = [stage.status for stage in charter.workflow.stages]
    assert stages == STAGE_STATUSES
    for here, there in pairwise(STAGE_STATUSES[4:]):
        assert there in charter.workflow.statuses[here].next


def test_request_is_solved_only_when_the_fix_is_handed_over(charter: Charter) -> None:
    assert charter.statuses_of(Phase.SOLVED) == ("transferred",)
    assert charter.workflow.moves.solved == "transferred"


def test_only_resolution_stands_still_while_an_adjacent_service_works(charter: Charter) -> None:
    assert charter.clocks["response"].pauses == ()
    assert Phase.WAITING_ADJACENT in charter.clocks["resolution"].pauses


def test_every_reason_has_a_letter(charter: Charter) -> None:
    assert len(charter.reasons) == 5
    assert all(reason.letter for reason in charter.reasons.values())


def test_ninety_six_hours_are_four_days_with_the_weekend(charter: Charter) -> None:
    asked = datetime(2026, 3, 20, 15, 30, tzinfo=UTC)
    assert charter.calendar("always").add(asked, timedelta(hours=96)) == datetime(2026, 3, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("code", ["AMB-14", "AMB-15", "AMB-16", "AMB-17", "AMB-23", "AMB-24", "AMB-25"])
def test_ambiguity_is_resolved_in_the_open(charter: Charter, code: str) -> None:
    assert charter.readings[code].because


def test_open_tickets_keep_their_edition(charter: Charter) -> None:
    assert charter.in_flight == "keep"
