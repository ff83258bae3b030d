"""Which survey of the charter follows a closed ticket, and what it asks."""

from __future__ import annotations

from opora.engine.charter.schema import Charter, Question, Survey


def after_close(charter: Charter) -> tuple[str, Survey] | None:
    """Key and survey that is asked when a ticket closes (or a dialog ends); None when the charter asks nothing."""
    asked = ((key, survey) for key, survey in charter.surveys.items() if survey.when in ("closed", "dialog_ended"))
    return next(asked, None)


def score_question(survey: Survey) -> str | None:
    """The key of the first scale question: its answer is the ticket's score."""
    return next((key for key, question in survey.questions.items() if question.type == "scale"), None)


def further_questions(survey: Survey) -> dict[str, Question]:
    """What is asked besides the score."""
    score = score_question(survey)
    return {key: question for key, question in survey.questions.items() if key != score}
