"""Requirements that the account, or what a guest declared, answers: address, age, zone, name."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Known, User
from preau.kernel.refusal import Refusal

from .models import Requirement
from .requirements import RequirementKind


class EmailKind(RequirementKind):
    code = Requirement.Kind.EMAIL
    label = gettext_lazy("Adresse e-mail confirmée")
    needs_account = True

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return isinstance(person, User) and person.email_verified_at is not None

    def sentence(self, requirement: Requirement) -> str:
        return _("Une adresse e-mail confirmée par personne.")


class AgeKind(RequirementKind):
    """Reckoned on the local day on which the step opens; today for a permanent one."""

    code = Requirement.Kind.AGE
    label = gettext_lazy("Âge")

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return person.birth_date is not None

    def refusal(self, requirement: Requirement, person: Known, at: datetime) -> Refusal | None:
        least = self.least(requirement)
        age = person.age_on(timezone.localtime(requirement.step.opens_at or at).date())
        if age is None or age >= least:
            return None
        return Refusal(
            "too_young",
            _("Il faut avoir %(least)s ans le jour de l’ouverture.") % {"least": least},
            rule=_("Règlement\u00a0: âge minimal de %(least)s ans.") % {"least": least},
            remedy=_("Vous pouvez lire tous les projets, les suivre et en parler autour de vous."),
        )

    @staticmethod
    def least(requirement: Requirement) -> int:
        return int(requirement.rule.get("least", 0))

    def sentence(self, requirement: Requirement) -> str:
        words = _("Les personnes de %(least)s\u00a0ans ou plus le jour de l’ouverture.")
        return words % {"least": self.least(requirement)}

    def brief(self, requirement: Requirement) -> str:
        return _("dès %(least)s\u00a0ans") % {"least": self.least(requirement)}


class ResidenceKind(RequirementKind):
    code = Requirement.Kind.RESIDENCE
    label = gettext_lazy("Quartier de résidence")

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return person.zone_id is not None

    def sentence(self, requirement: Requirement) -> str:
        return _("Les personnes qui habitent la commune, dans leur quartier.")

    def brief(self, requirement: Requirement) -> str:
        return _("pour les habitantes et habitants")


class NameKind(RequirementKind):
    code = Requirement.Kind.NAME
    label = gettext_lazy("Nom public")
    needs_account = True

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return isinstance(person, User) and bool(person.public_name)
