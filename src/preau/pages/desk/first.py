"""What a new site has to look at in its own structure before it opens."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.desk import FirstStep

from ..frames import Legal, Menus, missing
from ..models import Frame, Page, Theme
from ..models.tree import HOME
from ..policies import may_edit_site


def first_steps(person: User) -> list[FirstStep]:
    """Look, home page, legal pages, menus; three statements."""
    if may_edit_site(person) is not None:
        return []
    frame = Frame.objects.first() or Frame()
    home = Page.objects.filter(path=HOME)
    return [
        FirstStep(
            _("Choisir les couleurs et le logo"),
            _("Vous voyez l’accueil, le bulletin et l’e-mail changer avant de publier."),
            reverse("pages_desk:look"),
            Theme.objects.filter(version__gt=1).exists(),
            order=10,
        ),
        FirstStep(
            _("Composer la page d’accueil"),
            _("Une photo, une promesse, les blocs dans l’ordre que vous voulez."),
            reverse("pages_desk:tree"),
            home.read_at(clock.now()).exists(),
            order=20,
        ),
        FirstStep(
            _("Compléter les pages légales"),
            _("Elles sont écrites. Il manque ce que seule votre collectivité sait."),
            reverse("pages_desk:legal"),
            not missing(Legal.read(frame.legal)),
            order=30,
        ),
        FirstStep(
            _("Ranger les menus"),
            _("Ceux d’origine mènent déjà aux démarches, à l’aide et aux pages légales."),
            reverse("pages_desk:menus"),
            Menus.read(frame.menus) != Menus(),
            is_optional=True,
            order=40,
        ),
    ]
