"""Who changes the site, and what stands in the way of an act on a page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role
from preau.kernel.nouns import HOUSE, KEEP_GENDER, Noun
from preau.kernel.refusal import Refusal
from preau.messaging.own import PIECES, unknown_in, variables_of

from .addresses import LONGEST, PATH, is_taken
from .models import Page


def may_edit_site(person: Person | None) -> Refusal | None:
    """Administrators of the site; None stands for the installation itself."""
    if person is None or has_role(person, Role.ADMINISTRATOR):
        return None
    return Refusal("not_administrator", _("Seule l’administration du site change son apparence."))


def may_stand_at(path: str, page: Page | None = None) -> Refusal | None:
    """Whether a page may have this path: well written, free, not one of the platform's own."""
    if not PATH.match(path) or len(path) > LONGEST:
        return Refusal(
            "not_an_address",
            _("Cette adresse est trop longue ou mal écrite."),
            remedy=_("Des lettres minuscules, des chiffres et des tirets\u00a0: vie-de-quartier."),
        )
    if is_taken(path):
        return Refusal(
            "address_of_the_platform",
            _("La plateforme répond déjà à l’adresse /%(path)s/.") % {"path": path},
            remedy=_("Choisissez une autre adresse."),
        )
    others = Page.objects.filter(path=path)
    if page is not None:
        others = others.exclude(pk=page.pk)
    if others.exists():
        return Refusal(
            "address_taken",
            _("Une page a déjà l’adresse /%(path)s/.") % {"path": path},
            remedy=_("Choisissez une autre adresse."),
        )
    return None


def may_stand_under(page: Page, parent: Page | None) -> Refusal | None:
    """A page does not go under itself, nor the home under anything, nor anything under the home."""
    if page.is_home:
        return Refusal("home_stays", _("La page d’accueil ne se déplace pas."))
    if parent is not None and (
        parent.is_home or parent.pk == page.pk or parent.path.startswith(f"{page.path}/")
    ):
        return Refusal(
            "under_itself", _("Une page ne se range ni sous elle-même ni sous l’accueil.")
        )
    return None


def may_delete(page: Page) -> Refusal | None:
    """The home stays; a page with others below it first sends them elsewhere."""
    if page.is_home:
        return Refusal("home_stays", _("La page d’accueil ne s’efface pas."))
    if page.children.exists():
        return Refusal(
            "has_pages_below",
            _("D’autres pages sont rangées sous celle-ci."),
            remedy=_("Déplacez-les ou effacez-les d’abord."),
        )
    return None


def may_say(code: str, language: str, noun: Noun) -> Refusal | None:
    """Whether the sentences of the platform can be said with this noun."""
    house = HOUSE[code][language]
    if language == "fr" and code in KEEP_GENDER and noun.gender != house.gender:
        return Refusal(
            "other_gender",
            _("Les phrases du vote s’accordent au masculin\u00a0: %(word)s est féminin.")
            % {"word": noun.with_article},
            remedy=_("Choisissez un nom masculin, ou gardez «\u00a0%(word)s\u00a0».")
            % {"word": house.one},
        )
    return None


def may_write_mail(template: str, words: dict[str, str]) -> Refusal | None:
    """Whether these words may stand around that mail: known braces, a readable length."""
    for name, most in PIECES.items():
        written = words.get(name, "")
        if len(written) > most:
            return Refusal(
                "too_long",
                _("Ce texte dépasse %(most)s signes.") % {"most": most},
                details={"piece": name},
            )
        unknown = unknown_in(written, template)
        if unknown:
            known = ", ".join(f"{{{one}}}" for one in variables_of(template))
            return Refusal(
                "unknown_variable",
                _("Ce message ne connaît pas %(unknown)s.") % {"unknown": ", ".join(unknown)},
                remedy=_("Il connaît %(known)s.") % {"known": known},
                details={"piece": name},
            )
    return None
