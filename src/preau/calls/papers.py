"""The printable twin: the form to fill by hand, or an application as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.questions.building import notes_of
from preau.questions.types import TYPES
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf
from preau.ui.words import moment, money

from .content import (
    Content,
    Section,
    kinds_of,
    lines_of,
    piece_words,
    section_id,
    sections_of,
)
from .forms import HolderForm
from .kind import money_words
from .models import Application, Call

_LAYOUT = Path(__file__).parent / "typst" / "application.typ"


def blank_pdf(call: Call) -> bytes:
    """Every question, its conditions in words, room to write."""
    step = call.step
    lines = [money_words(call)]
    if step.closes_at is not None:
        lines.append(_("À déposer avant le %(at)s.") % {"at": moment(step.closes_at)})
    sections = [_blank(one, call) for one in sections_of(call)]
    return _compile(call, step.process.title, _("Formulaire à remplir"), lines, sections)


def application_pdf(application: Application, content: Content) -> bytes:
    """An application as ``content`` says it, its documents by name."""
    call = application.call
    lines = [application.get_state_display()]
    if application.sent_at is not None and application.proposal is not None:
        lines.append(
            _("Dossier n°\u00a0%(number)s déposé le %(at)s.")
            % {"number": application.proposal.number, "at": moment(application.sent_at)}
        )
    sections = []
    for one in sections_of(call):
        said = lines_of(one, call, content)
        if one.kind == "pieces":
            said = [
                (kind.title, piece_words(given))
                for kind in kinds_of(call)
                if (given := content.pieces.get(str(kind.pk)))
            ]
        sections.append({"title": one.title, "lines": [list(pair) for pair in said], "blanks": []})
    return _compile(call, application.title, call.step.process.title, lines, sections)


def _blank(section: Section, call: Call) -> dict[str, Any]:
    return {"title": section.title, "lines": [], "blanks": _BLANKS[section.kind](section, call)}


def _room(label: str, hint: str = "", choices: list[str] | None = None, tall: int = 1) -> Any:
    return {"label": label, "hint": hint, "choices": choices or [], "tall": tall}


def _holder_blanks(section: Section, call: Call) -> list[Any]:
    form = HolderForm(call)
    found = []
    for name, field in form.fields.items():
        choices = [str(label) for _value, label in getattr(field, "choices", [])]
        tall = 5 if name == "summary" else 1
        found.append(_room(str(field.label), str(field.help_text), choices, tall))
    return found


def _question_blanks(section: Section, call: Call) -> list[Any]:
    document = call.form.document
    found = []
    for one in document.questions:
        if one.is_section or section_id(one, call) != section.code:
            continue
        kind = TYPES[one.type]
        choices = [option.label for option in kind.expected(one) or one.options]
        hint = " ".join([one.help, *notes_of(one, document)]).strip()
        found.append(_room(one.title, hint, choices, 6 if one.type == "long" else 1))
    return found


def _budget_blanks(section: Section, call: Call) -> list[Any]:
    most = money(call.ceiling_cents) if call.ceiling_cents is not None else ""
    hint = _("Au plus %(rate)s\u00a0%% des dépenses.") % {"rate": call.rate}
    return [
        _room(_("Dépenses\u00a0: intitulé et montant"), "", [], 8),
        _room(_("Recettes\u00a0: intitulé, origine et montant"), "", [], 6),
        _room(_("Montant demandé"), f"{hint} {most}".strip()),
    ]


def _piece_blanks(section: Section, call: Call) -> list[Any]:
    return [
        _room(
            kind.title,
            kind.help,
            [_("joint")] if kind.is_required else [_("joint (facultatif)")],
            0,
        )
        for kind in kinds_of(call)
    ]


_BLANKS = {
    "holder": _holder_blanks,
    "questions": _question_blanks,
    "budget": _budget_blanks,
    "pieces": _piece_blanks,
}


def _compile(
    call: Call, title: str, above: str, lines: list[str], sections: list[dict[str, Any]]
) -> bytes:
    facts = {
        "lang": (get_language() or "fr")[:2],
        "city": current_site().name,
        "title": title,
        "above": above,
        "lines": [line for line in lines if line],
        "made": _("Document du %(at)s.") % {"at": moment(clock.now())},
        "page": _("page"),
        "sections": sections,
    }
    return compile_pdf(_LAYOUT.read_bytes(), facts)
