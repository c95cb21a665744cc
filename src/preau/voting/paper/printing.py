"""What is printed before the vote: the ballot of a contest and the list that voters sign."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.tenancy.addresses import absolute_url
from preau.tenancy.scope import current_site
from preau.ui.pdf import compile_pdf, qr_svg
from preau.ui.words import day, hour, is_english, money, numbered

from ..formats import ballot_formats
from ..models import Contest
from ..records import options_hash, options_of

LINES_OF_A_LIST = 19
#: Above so many projects the ballot takes two columns.
ONE_COLUMN = 9


def ballot_pdf(contest: Contest, *, code: str = "") -> bytes:
    """The ballot of ``contest``, from the very options and rule that are voted online.

    ``code`` is that of a batch: the same on each of its ballots, so that it tells them from
    photocopies and never a person from another.
    """
    return compile_pdf(layout("ballot"), ballot_facts(contest, code=code))


def ballot_facts(contest: Contest, *, code: str = "") -> dict[str, Any]:
    """All that the ballot prints, in words."""
    options = options_of(contest)
    model = options_hash(options)[:12]
    process = contest.election.step.process
    page = absolute_url(reverse("public:process", args=[process.slug]))
    form = ballot_formats.get(contest.ballot_format)
    most = len(options) if contest.max_choices is None else contest.max_choices
    return heading_facts(contest) | {
        "heading": _("Bulletin de vote"),
        "question": contest.question,
        "how": [*filter(None, [contest.election.worth]), *_how(contest, most)],
        "ranks": [_rank(place) for place in range(most)] if form.is_ordered else [],
        "is_marked": form.is_marked,
        "options": [
            [numbered(one.number), one.title, money(one.cost_cents) if one.cost_cents else ""]
            for one in options
        ],
        "columns": 1 if len(options) <= ONE_COLUMN else 2,
        "projects_title": _("Les réponses") if contest.question else _("Les projets"),
        "silence": _(
            "N’écrivez ni nom, ni signature, ni autre signe : le bulletin serait nul. "
            "Un bulletin sans choix est un vote blanc."
        ),
        "code": code,
        "code_title": _("Code de contrôle du lot") if code else "",
        "qr": qr_svg(f"{page}?bulletin={contest.slug}-{model}"),
        "qr_alt": _("Code à scanner : la page de la démarche"),
        "model": _("Modèle de bulletin %(model)s, le même pour tout le monde.") % {"model": model},
    }


def heading_facts(contest: Contest) -> dict[str, Any]:
    """City, process, contest and hours: the head of every paper of a contest."""
    process = contest.election.step.process
    return {
        "lang": "en" if is_english() else "fr",
        "site": current_site().name,
        "process": process.title,
        "contest": contest.title,
        "until": _until(contest),
    }


def _until(contest: Contest) -> str:
    closes_at = contest.closes_at or contest.election.step.closes_at
    if closes_at is None:
        return ""
    said = {"day": day(closes_at, with_year=True), "hour": hour(closes_at)}
    return _("Vote jusqu’au %(day)s à %(hour)s") % said


def _how(contest: Contest, most: int) -> list[str]:
    """How this paper is filled in: what the format asks, then where to write it."""
    form = ballot_formats.get(contest.ballot_format)
    if form.is_ordered and contest.question:
        said = _("Écrivez dans les cases les numéros des réponses, la préférée d’abord.")
        return [said, _("Une case peut rester vide. Chaque réponse s’écrit une seule fois.")]
    if form.is_ordered:
        said = ngettext(
            "Écrivez dans la case le numéro d’un projet de la liste.",
            "Écrivez dans les cases les numéros de %(n)s projets au plus, le préféré d’abord.",
            most,
        ) % {"n": most}
        return [said, _("Une case peut rester vide. Chaque projet s’écrit une seule fois.")]
    return [*form.advice(contest), _where(contest, form.is_marked)]


def _where(contest: Contest, is_marked: bool) -> str:
    if not is_marked:
        return _("Cochez la case de ce que vous choisissez.")
    if contest.ballot_format == "for-against":
        return _("Écrivez dans la case P pour « pour » ou C pour « contre ».")
    if contest.ballot_format == "grades":
        grades = enumerate(contest.document.ballot.grades, start=1)
        said = ", ".join(f"{place} = {grade}" for place, grade in grades)
        return _("Écrivez dans la case le chiffre de la mention : %(grades)s.") % {"grades": said}
    return _("Écrivez vos points dans la case.")


def _rank(place: int) -> str:
    return _("1er choix") if place == 0 else _("%(n)se choix") % {"n": place + 1}


def roll_pdf(contest: Contest) -> bytes:
    """The list that voters of a polling place sign, to be filled by hand."""
    facts = heading_facts(contest) | {
        "heading": _("Liste d’émargement"),
        "intro": _(
            "Vérifiez chaque personne dans le bureau avant de lui remettre un bulletin. En "
            "signant, elle déclare remplir les conditions du règlement et ne voter qu’une fois."
        ),
        "place": _("Bureau de vote"),
        "sheet": _("Feuille"),
        "columns": [_("N°"), _("Nom et prénom"), _("Date de naissance"), _("Signature")],
        "lines": LINES_OF_A_LIST,
        "signatures": [_("Présidence du bureau de vote"), _("Une autre personne du bureau")],
        "page": _("Page"),
    }
    return compile_pdf(layout("roll"), facts)


@cache
def layout(name: str) -> bytes:
    return (Path(__file__).parent / "typst" / f"{name}.typ").read_bytes()
