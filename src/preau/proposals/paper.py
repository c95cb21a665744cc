"""The deposit on paper: the questions of the pages, in their order, for whoever writes by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from preau.processes.models import Step
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import deadline

from .models import CollectionSettings
from .moderating import settings_of
from .wizard import Page, pages_of

_SOURCE = Path(__file__).parent / "paper.typ"
#: More than so many choices would fill the sheet: the answer is written.
MOST_BOXES = 24


def paper_form(step: Step) -> bytes:
    """What ``step`` asks online, as a tagged PDF to print, fill and hand in."""
    site, rules = current_site(), settings_of(step)
    return compile_pdf(_SOURCE.read_bytes(), _facts(step, rules, site))


def _facts(step: Step, rules: CollectionSettings, site: Any) -> dict[str, Any]:
    process = step.process
    contact = ", ".join(
        part for part in (process.contact_name, process.contact_email or site.contact_email) if part
    )
    return {
        "city": site.name,
        "process": process.title,
        "title": _("Déposer une idée sur papier"),
        "until": _("À remettre %(until)s.") % {"until": deadline(step.closes_at)}
        if step.closes_at
        else "",
        "contact": _("Où la remettre, à qui poser une question\u00a0: %(who)s.") % {"who": contact}
        if contact
        else "",
        "criteria": list(rules.criteria),
        "criteria_title": _("Avant de commencer"),
        "questions": [_question(page, rules) for page in pages_of(rules)],
        "optional": _("facultatif"),
        "reply_title": _("Pour vous répondre"),
        "reply": [
            {"label": _("Adresse e-mail ou téléphone"), "help": _("Jamais publié."), "lines": 1}
        ],
        "public": _(
            "Le titre, le texte, le lieu, la photo et le nom que vous choisissez d’afficher "
            "seront publics. Jamais votre adresse ni votre téléphone."
        ),
        "agent": _("Cadre réservé à la collectivité\u00a0: lieu, date, numéro"),
    }


def _question(page: Page, rules: CollectionSettings) -> dict[str, Any]:
    form = page.form(rules=rules)
    fields = [_field(name, field) for name, field in form.fields.items() if _is_written(field)]
    return {"question": str(page.question), "fields": fields}


def _is_written(field: forms.Field) -> bool:
    return not isinstance(field.widget, forms.HiddenInput)


def _field(name: str, field: forms.Field) -> dict[str, Any]:
    boxes = [
        str(label)
        for value, label in getattr(field, "choices", [])
        if value != "" or name == "theme"
    ]
    if isinstance(field, forms.FileField):
        return {
            "label": str(field.label),
            "help": _("Joignez un tirage, votre nom au dos."),
            "optional": True,
            "lines": 0,
            "boxes": [],
        }
    rows = int(field.widget.attrs.get("rows", 1)) if isinstance(field.widget, forms.Textarea) else 1
    return {
        "label": str(field.label),
        "help": "" if name == "zone" else str(field.help_text),
        "optional": not field.required and name not in ("zone", "place"),
        "lines": 0 if 0 < len(boxes) <= MOST_BOXES else rows,
        "boxes": boxes if len(boxes) <= MOST_BOXES else [],
    }
