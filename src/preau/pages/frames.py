"""What stands around every page: menus, banner; and what the law asks a site to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .blocks.schema import Address, Choice, Data, Lines, Long, Words, piece


@dataclass(frozen=True)
class MenuLine(Data):
    label: str = piece(Words(_("Mots"), needed=True, most=60))
    url: str = piece(Address(_("Adresse"), needed=True))


@dataclass(frozen=True)
class Menus(Data):
    """Empty, a menu is the one that every site has."""

    header: tuple[MenuLine, ...] = piece(
        Lines(
            _("Menu du haut"),
            _(
                "Quatre lignes au plus se lisent bien. Vide, le menu d’origine. «\u00a0Mon espace\u00a0» reste."
            ),
            of=MenuLine,
            one=_("Ligne"),
            most=6,
        )
    )
    footer: tuple[MenuLine, ...] = piece(
        Lines(
            _("Menu du bas"),
            _("Ces lignes s’ajoutent à l’aide et aux pages légales, qui restent."),
            of=MenuLine,
            one=_("Ligne"),
            most=12,
        )
    )


@dataclass(frozen=True)
class Banner(Data):
    """One sentence above every page, while it is useful."""

    text: str = piece(Words(_("Phrase du bandeau"), _("Vide, il n’y a pas de bandeau."), most=200))
    label: str = piece(Words(_("Mots du lien"), most=60))
    url: str = piece(Address(_("Où mène le lien")))


@dataclass(frozen=True)
class Legal(Data):
    """What the law asks: who publishes, who hosts, who protects data, how accessible it is."""

    publisher: str = piece(
        Words(_("Nom de la collectivité"), _("«\u00a0Commune de Saint-Aubin\u00a0»."), needed=True)
    )
    address: str = piece(Long(_("Adresse postale"), needed=True, most=300, rows=3))
    registration: str = piece(Words(_("Numéro SIRET"), needed=True, most=20))
    director: str = piece(
        Words(
            _("Direction de la publication"),
            _("Nom et fonction\u00a0: en général, le maire."),
            needed=True,
        )
    )
    host_name: str = piece(Words(_("Nom de l’hébergeur"), needed=True))
    host_address: str = piece(Long(_("Adresse de l’hébergeur"), needed=True, most=300, rows=3))
    host_phone: str = piece(Words(_("Téléphone de l’hébergeur"), needed=True, most=30))
    officer: str = piece(
        Words(_("Délégué à la protection des données"), _("Nom ou service."), needed=True)
    )
    officer_contact: str = piece(
        Words(_("Comment le joindre"), _("Adresse e-mail ou postale."), needed=True)
    )
    conformity: str = piece(
        Choice(
            _("État de conformité au RGAA"),
            _("Sans audit, le site est non conforme\u00a0: la loi le veut ainsi."),
            choices=(
                ("none", _("Non conforme")),
                ("partial", _("Partiellement conforme\u00a0: plus de la moitié des critères")),
                ("full", _("Totalement conforme\u00a0: tous les critères")),
            ),
        )
    )
    audited_by: str = piece(Words(_("Audit fait par")))
    audited_on: str = piece(Words(_("Date de l’audit"), _("«\u00a012 juin 2027\u00a0»."), most=40))
    rate: str = piece(
        Words(_("Part des critères respectés"), _("«\u00a072\u00a0%\u00a0»."), most=20)
    )
    defects: str = piece(
        Long(_("Contenus non accessibles"), _("Un défaut par ligne."), most=4000, rows=6)
    )
    burden: str = piece(
        Long(
            _("Dérogations pour charge disproportionnée"),
            _("Une par ligne, avec l’autre moyen d’obtenir l’information."),
            most=2000,
            rows=3,
        )
    )
    plan_url: str = piece(Address(_("Adresse du schéma pluriannuel")))


def is_conform(legal: Legal) -> bool:
    """A state better than « non conforme » stands on an audit: who, when, how much."""
    return legal.conformity == "none" or all((legal.audited_by, legal.audited_on, legal.rate))


def stated(legal: Legal) -> str:
    """The state that may be declared."""
    return legal.conformity if is_conform(legal) else "none"


def missing(legal: Legal) -> list[Any]:
    """Labels of what the law asks and nobody wrote yet."""
    found = [
        one.label for name, one in type(legal).pieces() if one.needed and not getattr(legal, name)
    ]
    if not is_conform(legal):
        found.append(_("L’audit\u00a0: par qui, quand, quelle part des critères"))
    return found
