"""The published results as a tagged PDF, to print and to hand to the council."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from preau.tenancy.scope import current_site
from preau.ui.charts import rows
from preau.ui.pdf import compile_pdf
from preau.ui.words import moment, number

from .findings import Frame
from .models import Survey
from .reporting import frames, published
from .tallying import ALL

_SOURCE = Path(__file__).parent / "report.typ"


def report_pdf(survey: Survey) -> bytes:
    """The report of the figures as they were published."""
    data = published(survey)
    total = int(data[ALL]["total"])
    words = ngettext("%(n)s réponse", "%(n)s réponses", total)
    said = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "title": survey.form.title,
        "total": words % {"n": number(total)},
        "published": _("Résultats publiés le %(at)s.") % {"at": moment(survey.published_at)},
        "findings": [one.replace("**", "") for one in survey.findings.splitlines() if one.strip()],
        "frames": [_said(one) for one in frames(survey, data, is_public=True)],
    }
    files = {"said.json": json.dumps(said).encode()}
    return compile_pdf(_SOURCE.read_bytes(), {}, files)


def _said(frame: Frame) -> dict[str, Any]:
    """A question as the report shows it: bars for one series, a table for several."""
    is_simple = frame.chart is not None and len(frame.chart.series) == 1 and not frame.table
    bars = rows(frame.chart) if frame.chart is not None and is_simple else []
    return {
        "title": f"{frame.number}. {frame.question.title}",
        "finding": frame.finding,
        "base": frame.base,
        "notes": frame.notes,
        "quotes": [{"words": one["words"], "theme": one["theme"]} for one in frame.quotes],
        "bars": [
            {
                "label": str(bar.label),
                "text": bar.text,
                "share": sum(p.width for p in bar.parts) / 10,
            }
            for bar in bars
        ],
        "heads": frame.heads if frame.table else [],
        "rows": [[label, *cells] for label, cells in frame.table],
    }
