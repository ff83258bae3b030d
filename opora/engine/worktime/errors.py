"""The faults of the working-time room. Each carries data; it becomes words for a person only at the edge."""


class CalendarError(ValueError):
    """A calendar's definition cannot be read.

    `path` is the place inside the definition (`week.mon-fri`, `dates.2026-12-31`, empty for the whole of it),
    `problem` is one plain sentence that names the allowed values.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class AmountError(ValueError):
    """An amount of time cannot be read; `text` is what was written, `problem` a sentence with the allowed forms."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(f"{text!r}: {problem}")
        self.text = text
        self.problem = problem


class NeverOpens(ValueError):
    """The calendar has no working time left in the direction asked, so no moment answers the question."""


class NeverCloses(ValueError):
    """The calendar is open without an end from the moment asked, so there is no closing to name."""


class OutOfRange(ValueError):
    """A moment lies outside the years 2 to 9998, beyond which Python's datetime cannot count."""


class NaiveMoment(ValueError):
    """A datetime without a time zone was given where only an aware one has a meaning."""
