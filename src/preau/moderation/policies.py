"""Who looks at contributions, who may appeal, until when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person, Role, User
from preau.accounts.policies import has_role
from preau.kernel.refusal import Refusal

from .models import Case

JUDGES = (Role.MODERATOR, Role.OWNER, Role.ADMINISTRATOR)


def may_moderate(person: Person, process_id: int | None) -> Refusal | None:
    """Moderators, and those who run the process."""
    if has_role(person, *JUDGES, process_id=process_id):
        return None
    return Refusal(
        "not_a_moderator",
        _("La modération est réservée aux personnes qui en sont chargées."),
        remedy=_("Demandez ce rôle à la personne qui pilote la démarche."),
    )


def may_settle(person: Person, case: Case) -> Refusal | None:
    """A case is settled once; an appeal is read by somebody else."""
    refusal = may_moderate(person, case.process_id)
    if refusal is not None:
        return refusal
    if case.is_appealed and isinstance(person, User) and case.settled_by_id == person.pk:
        return Refusal(
            "second_look",
            _("Vous avez pris la première décision."),
            rule=_("Un recours est lu par une autre personne."),
            remedy=_("Il reste dans la liste de vos collègues."),
        )
    if case.state != Case.State.OPEN and not case.is_appealed:
        return Refusal(
            "settled",
            _("Cette contribution a déjà été examinée."),
            remedy=_("Une nouvelle alerte la ramène dans la liste."),
        )
    return None


def may_appeal(case: Case, at: datetime) -> Refusal | None:
    """Once, against a text hidden, for thirty days."""
    if case.appealed_at is not None:
        return Refusal(
            "appealed",
            _("Votre recours est déjà reçu."),
            remedy=_("Une autre personne le lit\u00a0; la réponse arrive par e-mail."),
        )
    if case.state not in (Case.State.HIDDEN, Case.State.REWORD) or case.settled_at is None:
        return Refusal("nothing_hidden", _("Cette contribution n’est pas masquée."))
    if at > case.settled_at + Case.APPEAL:
        return Refusal(
            "too_late",
            _("Le délai de recours est passé."),
            rule=_("Un recours se fait dans les trente jours de la décision."),
            remedy=_("Le Défenseur des droits et le tribunal administratif restent ouverts."),
        )
    return None
