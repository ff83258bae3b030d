"""The words in which this room speaks to people, Russian and English; any other language gets English."""

from opora.engine.worktime.week import DAYS

_UNITS_RU = {
    "s": ("секунда", "секунды", "секунд"),
    "m": ("минута", "минуты", "минут"),
    "h": ("час", "часа", "часов"),
    "d": ("день", "дня", "дней"),
    "w": ("неделя", "недели", "недель"),
    "working day": ("рабочий день", "рабочих дня", "рабочих дней"),
}
_UNITS_EN = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "working day": "working day"}
_DAYS_RU = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_DAYS_EN = tuple(day.capitalize() for day in DAYS)
_PHRASES = {
    "round the clock": "круглосуточно",
    "daily": "ежедневно",
    "by single dates": "по отдельным датам",
    "outside working hours": "нерабочее время",
    "break": "перерыв",
    "day off": "выходной день",
    "holiday": "праздничный день",
    "changed hours of this date": "особые часы этого дня",
    "shortened day before a holiday": "сокращённый предпраздничный день",
}


def counted(number: int, unit: str, language: str) -> str:
    """The number with its unit in the right plural: «21 час», «4 часа», "1 hour"."""
    if language == "ru":
        return f"{number} {_UNITS_RU[unit][_form_ru(number)]}"
    return f"{number} {_UNITS_EN[unit]}{'' if number == 1 else 's'}"


def day_name(weekday: int, language: str) -> str:
    """The short name of a day of the week, Monday = 0."""
    return (_DAYS_RU if language == "ru" else _DAYS_EN)[weekday]


def phrase(text: str, language: str) -> str:
    """A fixed phrase; the key is its English form."""
    return _PHRASES[text] if language == "ru" else text


def _form_ru(number: int) -> int:
    """0 for one, 1 for two to four, 2 for many (Unicode CLDR, plural rules of Russian)."""
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2
