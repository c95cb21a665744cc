"""What an application says: its sections, what is missing in each, its words to read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.questions.answers import Faulty, clean, in_words
from preau.questions.document import Question
from preau.questions.flow import asked, heard
from preau.ui.words import day, money

from .forms import HolderForm, expiry_fault
from .models import Application, Call, PieceKind
from .money import NATURES, Budget, faults_of, read_budget

HOLDER, BUDGET, PIECES, FIRST = "porteur", "budget", "pieces", "questions"


@dataclass(frozen=True)
class Section:
    """A section to fill: ``kind`` is holder, questions, budget or pieces."""

    code: str
    title: str
    kind: str
    help: str = ""


@dataclass(frozen=True)
class Content:
    """All that an application says at one moment, as plain JSON."""

    holder: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    #: Answers that were typed and cannot be taken as they are.
    pending: Mapping[str, Any] = field(default_factory=dict)
    budget: Mapping[str, Any] = field(default_factory=dict)
    pieces: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "holder": dict(self.holder),
            "answers": dict(self.answers),
            "budget": dict(self.budget),
            "pieces": dict(self.pieces),
        }

    @property
    def money(self) -> Budget:
        return read_budget(self.budget)


def sections_of(call: Call) -> list[Section]:
    """The sections of an application, in the order they are filled."""
    found = [Section(HOLDER, _("Le porteur et le projet"), "holder")]
    document = call.form.document
    known: set[str] = set()
    for one in document.questions:
        section = one if one.is_section else document.section_of.get(one.id)
        code = f"q-{section.id}" if section is not None else FIRST
        if one.is_section or code in known:
            continue
        known.add(code)
        title = section.title if section is not None else _("Le projet en détail")
        found.append(Section(code, title, "questions", section.help if section else ""))
    if call.asks_budget:
        found.append(Section(BUDGET, _("Le budget"), "budget"))
    if kinds_of(call):
        found.append(Section(PIECES, _("Les documents"), "pieces"))
    return found


def kinds_of(call: Call) -> list[PieceKind]:
    """The documents asked, read once for this ``call``."""
    found: list[PieceKind] | None = call.__dict__.get("_kinds")
    if found is None:
        found = call.__dict__["_kinds"] = list(call.piece_kinds.all())
    return found


def section_id(question: Question, call: Call) -> str:
    """The code of the section that asks ``question``."""
    section = call.form.document.section_of.get(question.id)
    return f"q-{section.id}" if section is not None else FIRST


def questions_in(call: Call, code: str, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that a section asks, given all the answers."""
    return [one for one in asked(call.form, answers) if section_id(one, call) == code]


def written_content(application: Application) -> Content:
    """What is written now, in its parts; one query."""
    parts = {one.section: one.data for one in application.parts.all()}
    answers: dict[str, Any] = {}
    pending: dict[str, Any] = {}
    for code, data in parts.items():
        if code == FIRST or code.startswith("q-"):
            answers |= data.get("answers", {})
            pending |= data.get("pending", {})
    return Content(
        holder=parts.get(HOLDER, {}),
        answers=heard(application.call.form, answers),
        pending=pending,
        budget=parts.get(BUDGET, {}),
        pieces=parts.get(PIECES, {}),
    )


def sent_content(application: Application) -> Content:
    """What was sent last."""
    return Content(**{name: application.sent.get(name, {}) for name in _SENT})


_SENT = ("holder", "answers", "budget", "pieces")


def faults_in(section: Section, call: Call, content: Content) -> list[str]:
    """What is missing or wrong in a section, in words; empty when it is complete."""
    if section.kind == "holder":
        return holder_faults(call, content)
    if section.kind == "budget":
        return faults_of(call, content.money)
    if section.kind == "pieces":
        return piece_faults(call, content)
    return [
        fault
        for one in questions_in(call, section.code, content.answers)
        if (fault := _question_fault(one, content))
    ]


def holder_faults(call: Call, content: Content) -> list[str]:
    form = HolderForm(call, content.holder)
    return [
        said(form[name].label, error) for name, errors in form.errors.items() for error in errors
    ]


def place_in(call: Call, content: Content) -> Mapping[str, Any]:
    """Where the project takes place: the first place that the questions ask; empty when unsaid."""
    for one in call.form.document.questions:
        if one.type == "place" and content.answers.get(one.id):
            found: Mapping[str, Any] = content.answers[one.id]
            return found
    return {}


def said(label: Any, fault: Any) -> str:
    """« Nom du projet : ce champ est obligatoire. »"""
    return _("%(label)s\u00a0: %(fault)s") % {"label": label, "fault": fault}


def _question_fault(question: Question, content: Content) -> str:
    if question.id in content.pending:
        return _("%(title)s\u00a0: votre réponse n’est pas lisible.") % {"title": question.title}
    try:
        clean(question, content.answers.get(question.id))
    except Faulty as fault:
        return said(question.title, fault.message)
    return ""


def piece_faults(call: Call, content: Content) -> list[str]:
    """Documents that are missing, or no longer valid when the call closes."""
    found = []
    for kind in kinds_of(call):
        given = content.pieces.get(str(kind.pk))
        if given is None:
            if kind.is_required:
                found.append(_("«\u00a0%(title)s\u00a0» manque.") % {"title": kind.title})
            continue
        fault = expiry_fault(kind, given.get("expires_on"), call.step.closes_at)
        if fault:
            found.append(said(kind.title, fault))
    return found


def is_begun(section: Section, call: Call, content: Content) -> bool:
    """True once something was written there."""
    if section.kind == "holder":
        return len([one for name, one in content.holder.items() if one and name != "title"]) > 0
    if section.kind == "budget":
        return bool(content.money.expenses or content.money.asked_cents)
    if section.kind == "pieces":
        return bool(content.pieces)
    ids = [one.id for one in questions_in(call, section.code, content.answers)]
    return any(id in content.answers or id in content.pending for id in ids)


def lines_of(
    section: Section, call: Call, content: Content, *, anonymous: bool = False
) -> list[tuple[str, str]]:
    """A section in words: questions and answers, blanks left out."""
    if section.kind == "holder":
        return holder_lines(call, content, anonymous=anonymous)
    if section.kind == "budget":
        return budget_lines(content.money)
    if section.kind == "pieces":
        return []
    hidden = set(call.identifying) if anonymous else set()
    return [
        (one.title, words)
        for one in questions_in(call, section.code, content.answers)
        if one.id not in hidden
        and not (anonymous and one.type in ("identifier", "file"))
        and (words := in_words(one, content.answers))
    ]


def holder_lines(call: Call, content: Content, *, anonymous: bool = False) -> list[tuple[str, str]]:
    form = HolderForm(call, initial=content.holder)
    names = form.ANONYMOUS if anonymous else tuple(form.fields)
    return [(str(form[name].label), words) for name in names if (words := form.words(name))]


def budget_lines(budget: Budget) -> list[tuple[str, str]]:
    natures = dict(NATURES)
    found = [(line.label, money(line.cents)) for line in budget.expenses]
    found.append((_("Total des dépenses"), money(budget.cost_cents)))
    found += [
        (f"{line.label} ({natures.get(line.nature, natures['other'])})", money(line.cents))
        for line in budget.incomes
    ]
    if budget.asked_cents is not None:
        found.append((_("Montant demandé"), money(budget.asked_cents)))
    found.append((_("Total des recettes"), money(budget.income_cents)))
    return found


def piece_words(given: Mapping[str, Any]) -> str:
    """« statuts.pdf, valable jusqu’au 3 mai 2028 »."""
    until = given.get("expires_on")
    if not until:
        return str(given["name"])
    return _("%(name)s, valable jusqu’au %(day)s") % {
        "name": given["name"],
        "day": day(date.fromisoformat(until), with_year=True),
    }


def missing_words(count: int) -> str:
    return ngettext("%(n)s point à compléter", "%(n)s points à compléter", count) % {"n": count}
