"""What each mail is called, and the subject that the platform gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from .sample import sample

#: For those who take part: template → label, the platform's subject.
RESIDENTS: dict[str, tuple[Any, Any]] = {
    "public/mail/sign_in_code": (_("Code de connexion"), _("%(code)s est votre code de connexion")),
    "proposals/mail/receipt": (_("Idée déposée"), _("Votre idée porte le n°\u00a0%(number)s")),
    "proposals/mail/resume": (
        _("Reprise d’un brouillon"),
        _("Reprendre votre idée avec le code %(code)s"),
    ),
    "proposals/mail/guardian": (
        _("Adulte responsable prévenu"),
        _("Une idée déposée par une personne mineure dont vous êtes responsable"),
    ),
    "proposals/mail/followed": (_("Idée suivie"), _("Du nouveau pour les idées suivies")),
    "proposals/mail/message": (_("Message de l’équipe"), _("Un message à propos de votre idée")),
    "reviews/mail/decision": (
        _("Réponse à une idée"),
        _("Réponse à votre idée n°\u00a0%(number)s"),
    ),
    "reviews/mail/precision": (
        _("Précision demandée"),
        _("Une question sur votre idée n°\u00a0%(number)s"),
    ),
    "reviews/mail/handover": (
        _("Idée transmise à une autre collectivité"),
        _("Une idée d’habitant vous est transmise\u00a0: %(title)s"),
    ),
    "merges/mail/gathered": (
        _("D’autres idées rejoignent"),
        _("D’autres idées rejoignent la vôtre, n°\u00a0%(number)s"),
    ),
    "merges/mail/merged": (
        _("Idée regroupée"),
        _("Votre idée continue avec le n°\u00a0%(number)s"),
    ),
    "merges/mail/parted": (
        _("Regroupement défait"),
        _("Votre idée n°\u00a0%(number)s continue de son côté"),
    ),
    "merges/mail/split": (
        _("Idée scindée"),
        _("Votre idée n°\u00a0%(number)s continue en plusieurs"),
    ),
    "merges/mail/whole": (
        _("Scission annulée"),
        _("Votre idée n°\u00a0%(number)s continue entière"),
    ),
    "budgeting/mail/ballot_text": (
        _("Texte du bulletin à accepter"),
        _("Votre projet sur le bulletin\u00a0: êtes-vous d’accord\u00a0?"),
    ),
    "budgeting/mail/result": (
        _("Résultat pour un projet"),
        _("Résultat du vote pour votre projet n°\u00a0%(number)s"),
    ),
    "delivery/mail/news": (
        _("Nouvelles d’un projet"),
        _("Des nouvelles du projet n°\u00a0%(number)s\u00a0: %(title)s"),
    ),
    "voting/mail/receipt": (
        _("Reçu de vote"),
        _("Votre bulletin est dans l’urne\u00a0: %(words)s"),
    ),
    "voting/mail/ballot_aside": (
        _("Bulletin mis à l’écart"),
        _("Votre bulletin est mis à l’écart du compte"),
    ),
    "voting/mail/ballot_back": (
        _("Bulletin remis dans le compte"),
        _("Votre bulletin est de nouveau compté"),
    ),
    "moderation/mail/decision": (
        _("Contribution non publiée"),
        _("Votre contribution n’est pas publiée"),
    ),
    "moderation/mail/published": (
        _("Contribution publiée"),
        _("Votre contribution est publiée"),
    ),
    "moderation/mail/appeal": (_("Réponse à un recours"), _("La réponse à votre recours")),
    "petitions/mail/signed": (_("Signature"), _("Vous avez signé\u00a0: %(title)s")),
    "surveys/mail/copy": (_("Copie des réponses"), _("Vos réponses\u00a0: %(title)s")),
    "surveys/mail/resume": (
        _("Reprise d’un questionnaire"),
        _("Reprendre votre questionnaire avec le code %(code)s"),
    ),
    "texts/mail/answer": (_("Réponse à une contribution"), "%(title)s"),
    "texts/mail/synthesis": (_("Synthèse d’une consultation"), "%(title)s"),
    "inquiries/mail/arrived": (
        _("Message arrivé au registre"),
        _("Votre message est arrivé\u00a0: %(title)s"),
    ),
    "inquiries/mail/follow": (
        _("Enquête publique suivie"),
        _("Suivre l’enquête publique\u00a0: %(title)s"),
    ),
    "inquiries/mail/news": (_("Nouvelles d’une enquête publique"), "%(title)s"),
    "inquiries/mail/receipt": (
        _("Observation enregistrée"),
        _("Votre observation est enregistrée\u00a0: %(title)s"),
    ),
    "calls/mail/message": (_("Appel à projets"), "%(title)s"),
}
#: For those who work in the back office.
TEAM: dict[str, tuple[Any, Any]] = {
    "team/mail/invitation": (_("Invitation"), _("Votre accès au bureau de %(site)s")),
    "team/mail/second_factor": (
        _("Double vérification réinitialisée"),
        _("Votre double vérification a été réinitialisée"),
    ),
    "proposals/mail/assigned": (_("Idées confiées"), _("Des idées sont confiées à votre service")),
    "reviews/mail/opinion": (_("Avis demandé"), _("Votre avis sur l’idée n°\u00a0%(number)s")),
    "reviews/mail/precision_answered": (
        _("Précision reçue"),
        _("Réponse reçue sur l’idée n°\u00a0%(number)s"),
    ),
    "reviews/mail/mention": (
        _("Mention dans un fil"),
        _("%(name)s vous écrit à propos de l’idée n°\u00a0%(number)s"),
    ),
    "reviews/mail/second_reading": (
        _("Décision à relire"),
        _("Une décision à relire\u00a0: idée n°\u00a0%(number)s"),
    ),
    "reviews/mail/daily": (_("Rappel du matin"), _("Ce qui vous attend aujourd’hui")),
    "moderation/mail/passed": (
        _("Contribution à examiner"),
        _("Une contribution à examiner"),
    ),
    "inquiries/mail/root": (_("Empreinte du registre"), _("Empreinte du registre au %(day)s")),
}


@dataclass(frozen=True)
class Mail:
    """One sort of mail."""

    template: str
    label: Any
    subject: str


@cache
def templates() -> tuple[str, ...]:
    """Every mail that an app of the platform writes."""
    found = [
        f"{path.parts[-3]}/mail/{path.stem}"
        for app in apps.get_app_configs()
        for path in sorted(Path(app.path).glob("templates/*/mail/*.html"))
    ]
    return tuple(sorted(found))


def mail(template: str) -> Mail:
    """The mail of that template, its subject as an invented one has it."""
    known = RESIDENTS.get(template) or TEAM.get(template)
    label, subject = known or (template.split("/")[-1].replace("_", " "), "%(title)s")
    said = re.sub(r"%\((\w+)\)s", lambda found: str(sample(found[1])), str(subject))
    return Mail(template, label, said)


def groups() -> list[tuple[Any, list[Mail]]]:
    """All mails, by who reads them; one that nobody named yet is listed last."""
    named = {**RESIDENTS, **TEAM}
    others = [one for one in templates() if one not in named]
    kinds = [(_("Qui participe"), list(RESIDENTS)), (_("L’équipe"), list(TEAM))]
    return [
        (label, [mail(one) for one in which if one in templates()])
        for label, which in [*kinds, (_("Autres messages"), others)]
        if which
    ]
