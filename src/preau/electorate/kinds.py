"""The rungs of the identity ladder that this app adds: what each asks, and whom it refuses."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Known
from preau.processes.models import Requirement
from preau.processes.requirements import RequirementKind

from .queries import has_proved


class ProofKind(RequirementKind):
    """Answered by a proof kept for this step."""

    leaves_proof = True

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return has_proved(requirement.step, person, self.code)


class PostcodeKind(ProofKind):
    """``{"codes": ["18000", "18100"]}``"""

    code = "postcode"
    label = gettext_lazy("Code postal")

    def sentence(self, requirement: Requirement) -> str:
        codes = ", ".join(requirement.rule.get("codes", []))
        return _("Les personnes dont le code postal est %(codes)s.") % {"codes": codes}

    def brief(self, requirement: Requirement) -> str:
        return _("selon le code postal")


class CodeKind(ProofKind):
    code = "code"
    label = gettext_lazy("Code personnel sur papier")
    names_elector = True

    def sentence(self, requirement: Requirement) -> str:
        return _("Les personnes qui ont reçu un code personnel, une voix par code.")

    def brief(self, requirement: Requirement) -> str:
        return _("avec votre code personnel")


class PhoneKind(ProofKind):
    code = "phone"
    label = gettext_lazy("Code par SMS")
    names_elector = True

    def sentence(self, requirement: Requirement) -> str:
        return _("Un numéro de mobile confirmé par personne, une voix par numéro.")


KINDS: list[RequirementKind] = [PostcodeKind(), CodeKind(), PhoneKind()]
