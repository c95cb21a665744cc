"""Every paper that an inquiry may need, who needs it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person
from preau.kernel.refusal import Refusal

from ..models import Act, Inquiry
from ..policies import may_answer, may_conduct
from .certificates import (
    book_pdf,
    closing_pdf,
    posting_pdf,
    posting_places,
    publication_pdf,
    register_places,
)
from .notice import notice_pdf, order_pdf
from .study import study_pdf


@dataclass(frozen=True)
class Paper:
    """A paper that is made from what the inquiry says."""

    code: str
    label: str | Promise
    #: When it is used, in one sentence.
    use: str | Promise
    make: Callable[[Inquiry, int], bytes]
    #: Names of the places that each have their own; None for a paper made once.
    places: Callable[[Inquiry], list[str]] | None = None
    #: The act to which it is joined when it is written down.
    act: str = ""
    #: Only for a procedure with a commissioner, or once it is closed.
    needs_order: bool = False
    is_after: bool = False
    #: Only for a procedure that ends with it.
    product: str = ""
    #: Who may have it; None for everyone who works on the inquiry.
    may: Callable[[Inquiry, Person], Refusal | None] | None = None


def _signers(inquiry: Inquiry) -> list[str]:
    return [
        f"{signs}, {where}" if where != signs else signs for signs, where in posting_places(inquiry)
    ]


def _study(code: str, label: Promise, use: Promise, may: Any) -> Paper:
    return Paper(
        code,
        label,
        use,
        lambda inquiry, _place: study_pdf(inquiry, code),
        act=code,
        is_after=True,
        product=code,
        may=may,
    )


PAPERS: tuple[Paper, ...] = (
    Paper(
        "arrete",
        _("Arrêté d’ouverture"),
        _("À signer, puis à inscrire aux actes."),
        lambda inquiry, _place: order_pdf(inquiry),
        act=Act.Kind.ORDER,
        needs_order=True,
    ),
    Paper(
        "avis",
        _("Avis au public, A4"),
        _("Pour les panneaux et le dossier."),
        lambda inquiry, _place: notice_pdf(inquiry),
        act=Act.Kind.NOTICE,
    ),
    Paper(
        "affiche-a3",
        _("Affiche, A3"),
        _("Pour les panneaux des mairies."),
        lambda inquiry, _place: notice_pdf(inquiry, "a3"),
    ),
    Paper(
        "affiche-a2",
        _("Affiche, A2"),
        _("Pour les lieux du projet, visible et lisible de la rue."),
        lambda inquiry, _place: notice_pdf(inquiry, "a2"),
    ),
    Paper(
        "registre-papier",
        _("Registre papier"),
        _("Couverture, ouverture, clôture et feuillets à coter et à parapher, un par lieu."),
        book_pdf,
        register_places,
    ),
    Paper(
        "affichage",
        _("Certificat d’affichage"),
        _("À signer par chaque mairie après la clôture, et par le responsable du projet."),
        posting_pdf,
        _signers,
    ),
    Paper(
        "publication",
        _("Certificat de publication"),
        _("Ce qui a été mis en ligne, publié et affiché, ligne du journal à l’appui."),
        lambda inquiry, _place: publication_pdf(inquiry),
    ),
    Paper(
        "cloture",
        _("Procès-verbal de clôture du registre"),
        _("Signé par qui conduit l’enquête, une fois le registre clos."),
        lambda inquiry, _place: closing_pdf(inquiry),
        act=Act.Kind.CLOSING,
        is_after=True,
    ),
    *(
        _study(code, label, use, may)
        for code, label, use, may in (
            (
                "minutes",
                _("Procès-verbal de synthèse"),
                _("Remis au responsable du projet, signé des deux."),
                may_conduct,
            ),
            (
                "reply",
                _("Mémoire en réponse"),
                _("Les réponses écrites à la page Thèmes et réponses, et aux points."),
                may_answer,
            ),
            (
                "report",
                _("Rapport"),
                _(
                    "Le déroulement, les réponses et vos analyses\u00a0; les conclusions sont à part."
                ),
                may_conduct,
            ),
            (
                "synthesis",
                _("Synthèse des observations"),
                _("Publiée avec les motifs de la décision."),
                may_conduct,
            ),
            (
                "review",
                _("Bilan de la concertation"),
                _("À arrêter par l’organe délibérant."),
                may_conduct,
            ),
        )
    ),
)


def shelf(inquiry: Inquiry) -> list[tuple[Paper, list[str]]]:
    """The papers of this inquiry, each with the places that have their own."""
    return [
        (one, one.places(inquiry) if one.places else [""])
        for one in PAPERS
        if (inquiry.profile.has_commissioner or not one.needs_order)
        and (not one.product or one.product in inquiry.profile.products)
    ]


def paper_of(inquiry: Inquiry, code: str, place: int) -> tuple[Paper, str] | None:
    """That paper and its place; None when this inquiry has none."""
    found = next(((one, names) for one, names in shelf(inquiry) if one.code == code), None)
    if found is None or not 0 <= place < len(found[1]):
        return None
    return found[0], found[1][place]


def joined_paper(inquiry: Inquiry, kind: Any) -> Paper | None:
    """The paper that goes with an act, when there is one."""
    return next((one for one, _names in shelf(inquiry) if one.act == kind), None)
