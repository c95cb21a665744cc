"""Every paper that an inquiry may need, who needs it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Act, Inquiry
from .certificates import (
    book_pdf,
    closing_pdf,
    posting_pdf,
    posting_places,
    publication_pdf,
    register_places,
)
from .notice import notice_pdf, order_pdf


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


def _signers(inquiry: Inquiry) -> list[str]:
    return [
        f"{signs}, {where}" if where != signs else signs for signs, where in posting_places(inquiry)
    ]


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
)


def shelf(inquiry: Inquiry) -> list[tuple[Paper, list[str]]]:
    """The papers of this inquiry, each with the places that have their own."""
    return [
        (one, one.places(inquiry) if one.places else [""])
        for one in PAPERS
        if inquiry.profile.has_commissioner or not one.needs_order
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
