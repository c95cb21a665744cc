"""Why a contribution is hidden: a sentence for its author, and the rule that decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Motive:
    """``label`` to choose from; ``sentence`` and ``rule`` are what its author reads."""

    label: Any
    sentence: Any
    rule: Any


MOTIVES = {
    "insult": Motive(
        _("Injure ou attaque d’une personne"),
        _("Ce texte injurie ou met en cause une personne."),
        _("Loi du 29 juillet 1881\u00a0: l’injure et la diffamation sont interdites."),
    ),
    "hate": Motive(
        _("Propos haineux ou discriminatoires"),
        _("Ce texte vise des personnes pour ce qu’elles sont."),
        _("Loi du 29 juillet 1881, article 24\u00a0: la provocation à la haine est interdite."),
    ),
    "private": Motive(
        _("Données d’une personne"),
        _("Ce texte donne des informations personnelles sur quelqu’un."),
        _("Code civil, article 9\u00a0: chacun a droit au respect de sa vie privée."),
    ),
    "off_topic": Motive(
        _("Hors du sujet"),
        _("Ce texte ne parle pas de ce qui est soumis ici."),
        _("Règles de la participation\u00a0: chaque contribution porte sur le sujet proposé."),
    ),
    "spam": Motive(
        _("Publicité ou répétition"),
        _("Ce texte fait de la publicité ou répète un message déjà publié."),
        _("Règles de la participation\u00a0: une contribution n’est publiée qu’une fois."),
    ),
    "illegal": Motive(
        _("Autre contenu illicite"),
        _("Ce texte contient quelque chose que la loi interdit de publier."),
        _("Loi du 21 juin 2004, article 6\u00a0: un contenu illicite signalé est retiré."),
    ),
}
#: For choices of a form.
CHOICES = [(code, one.label) for code, one in MOTIVES.items()]
