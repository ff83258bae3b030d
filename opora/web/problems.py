"""A fault of the domain in words for the reader: beside its field, with a status of the 4xx family."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from opora.toolkit.errors import NotFound, Problem

SLOT = "find [data-problem]"


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The ordinary 404 for what is not there; else a fragment for htmx, or a page that gives back what was typed."""
    if isinstance(problem, NotFound):
        return page_not_found(request, problem)
    words = {"problem": problem, "typed": request.POST.get("text", "")}
    if request.headers.get("HX-Request") != "true":
        return render(request, "errors/problem.html", words, status=problem.status)
    response = render(request, "errors/_problem.html", words, status=problem.status)
    response.headers["HX-Retarget"] = SLOT
    response.headers["HX-Reswap"] = "innerHTML"
    return response
