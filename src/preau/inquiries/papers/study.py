"""What starts the minutes, the reply, the report or the synthesis: the register in themes, as a PDF."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count
from django.utils import translation

from preau.ui.pdf import compile_pdf

from ..models import Act, Capacity, Inquiry, Observation, Point, Theme
from ..policies import parties_of
from ..procedure import delays
from .certificates import register_facts
from .notice import dated, facts, layout

#: Points of a theme written out; a larger theme names the observations of the others.
MOST_POINTS: Final = 60
#: Observations named after them.
MOST_NAMED: Final = 400

#: Heading of each product, and whether it shows the answers and the analysis.
_PRODUCTS: Final = {
    "minutes": ("Procès-verbal de synthèse des observations", False, False),
    "reply": ("Mémoire en réponse", True, False),
    "report": ("Rapport d’enquête", True, True),
    "synthesis": ("Synthèse des observations et propositions du public", True, True),
    "review": ("Bilan de la concertation", True, True),
}


def study_pdf(inquiry: Inquiry, product: str) -> bytes:
    """``minutes``, ``reply``, ``report``, ``synthesis`` or ``review``, ready to be completed and signed."""
    heading, has_answers, has_analysis = _PRODUCTS[product]
    with translation.override("fr"):
        more = {
            "heading": heading,
            "product": product,
            "themes": [_theme(one, has_answers, has_analysis) for one in _themes(inquiry)],
            "unsorted": _unsorted(inquiry),
            "answers": has_answers,
            "analysis": has_analysis,
            "acts": _acts(inquiry) if product == "report" else [],
            "due": _due(inquiry, "reply") if product == "minutes" else "",
            "answerer": _name_of(inquiry, Capacity.PROJECT_OWNER) or inquiry.project_owner,
            **register_facts(inquiry),
        }
    return compile_pdf(layout("study.typ"), {**facts(inquiry), **more})


def _themes(inquiry: Inquiry) -> Any:
    found = Theme.objects.filter(inquiry=inquiry)
    return found.annotate(
        n=Count("points"), observations=Count("points__observation", distinct=True)
    )


def _theme(theme: Any, has_answers: bool, has_analysis: bool) -> dict[str, Any]:
    points = Point.objects.filter(theme=theme).order_by("observation__number", "order")
    shown = points.select_related("observation")[:MOST_POINTS]
    others = points.values_list("observation__number", flat=True)
    return {
        "title": theme.title,
        "counted": f"Points\u00a0: {theme.n}, dans {theme.observations} observation"
        + ("s" if theme.observations > 1 else ""),
        "points": [
            {
                "ref": one.observation.ref,
                "text": one.text,
                "answer": one.answer if has_answers else "",
            }
            for one in shown
        ],
        "others": _named(list(others[MOST_POINTS : MOST_POINTS + MOST_NAMED + 1])),
        "answer": theme.answer if has_answers else "",
        "analysis": theme.analysis if has_analysis else "",
    }


def _unsorted(inquiry: Inquiry) -> str:
    """Numbers of the observations that no point cuts yet."""
    found = Observation.objects.filter(inquiry=inquiry, is_late=False, points=None)
    return _named(list(found.order_by("number").values_list("number", flat=True)[: MOST_NAMED + 1]))


def _named(numbers: list[int]) -> str:
    """« 3, 7, 12 », each once; what follows the first hundreds is left to the table of the register."""
    once = list(dict.fromkeys(numbers))
    more = " et suivantes" if len(once) > MOST_NAMED else ""
    return ", ".join(str(one) for one in once[:MOST_NAMED]) + more


#: What comes after the report, or is the report.
_LATER: Final = ("report", "conclusions", "complement", "decision", "deliberation")


def _acts(inquiry: Inquiry) -> list[str]:
    """The acts of the procedure until the report, those that everyone reads."""
    found = Act.objects.filter(inquiry=inquiry, published_at__isnull=False).exclude(kind__in=_LATER)
    told = []
    for one in found:
        kind = str(one.get_kind_display())
        told.append(
            f"{dated(one.done_on)}\u00a0: {kind}" + (f", {one.title}" if one.title != kind else "")
        )
    return told


def _due(inquiry: Inquiry, code: str) -> str:
    """Within how long the project owner answers, and the article."""
    due = next((one for one in delays(inquiry) if one.term.code == code), None)
    if due is None:
        return ""
    last = f", soit au plus tard le {dated(due.last_day)}" if due.last_day else ""
    return f"{due.term.days} jours après la remise de ce procès-verbal{last} ({due.term.article})"


def _name_of(inquiry: Inquiry, capacity: Capacity) -> str:
    return next((one.name for one in parties_of(inquiry) if one.capacity == capacity), "")
