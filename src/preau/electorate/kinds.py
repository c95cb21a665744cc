"""The rungs of the identity ladder that this app adds: what each asks, and whom it refuses."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Known, User
from preau.kernel.refusal import Refusal
from preau.processes.models import Requirement
from preau.processes.requirements import RequirementKind, requirement_kinds

from .groups import is_member
from .help import whom_to_call
from .queries import ONE_OF, has_proved, proofs_of, ways_of


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


class RollKind(ProofKind):
    code = "roll"
    label = gettext_lazy("Présence sur une liste")
    names_elector = True

    def sentence(self, requirement: Requirement) -> str:
        return _("Les personnes inscrites sur la liste de la collectivité.")

    def brief(self, requirement: Requirement) -> str:
        return _("pour les personnes inscrites sur la liste")


class DeclarationKind(ProofKind):
    code = "declaration"
    label = gettext_lazy("Déclaration sur l’honneur")
    names_elector = True

    def sentence(self, requirement: Requirement) -> str:
        return _(
            "Les personnes qui déclarent sur l’honneur habiter ici, avec nom et date de naissance."
        )


class FranceConnectKind(ProofKind):
    code = "franceconnect"
    label = gettext_lazy("FranceConnect")
    names_elector = True

    def sentence(self, requirement: Requirement) -> str:
        return _("Les personnes qui s’identifient avec FranceConnect.")

    def brief(self, requirement: Requirement) -> str:
        return _("avec FranceConnect")


class OneOfKind(ProofKind):
    """``{"kinds": ["roll", "franceconnect"]}``: one of these proofs, as each person likes.

    Only proofs that say the same name of the same person stand side by side: whoever gives one,
    then another, is one voice. A code or a number says of nobody who they are.
    """

    code = ONE_OF
    label = gettext_lazy("Une preuve au choix")
    names_elector = True

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        mine = proofs_of(requirement.step, person)
        return mine.filter(kind__in=ways_of(requirement)).exists()

    def sentence(self, requirement: Requirement) -> str:
        ways = "\u00a0; ".join(
            str(requirement_kinds.get(one).label) for one in ways_of(requirement)
        )
        return _("Les personnes qui donnent l’une de ces preuves, au choix\u00a0: %(ways)s.") % {
            "ways": ways
        }

    def brief(self, requirement: Requirement) -> str:
        return _("avec une preuve au choix")


class DocumentKind(ProofKind):
    """An agent has seen a document: nothing of it is copied."""

    code = "document"
    label = gettext_lazy("Pièce montrée au guichet")
    needs_account = True

    def sentence(self, requirement: Requirement) -> str:
        return _("Les personnes qui ont montré une pièce au guichet.")


class GroupKind(RequirementKind):
    """``{"agents": true}`` takes the agents of the authority in, besides the list of addresses."""

    code = "group"
    label = gettext_lazy("Membre d’un groupe")
    needs_account = True

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        return isinstance(person, User) and person.email_verified_at is not None

    def refusal(self, requirement: Requirement, person: Known, at: datetime) -> Refusal | None:
        if not self.is_known(requirement, person) or is_member(requirement, person):
            return None
        return Refusal(
            "not_in_group",
            _("Ce vote est réservé à un groupe dont votre adresse ne fait pas partie."),
            rule=_("Règle du vote\u00a0: être dans la liste donnée par la collectivité."),
            remedy=whom_to_call(requirement.step),
        )

    def sentence(self, requirement: Requirement) -> str:
        return _("Les membres d’un groupe, par leur adresse e-mail.")

    def brief(self, requirement: Requirement) -> str:
        return _("pour les membres du groupe")


KINDS: list[RequirementKind] = [
    PostcodeKind(),
    CodeKind(),
    PhoneKind(),
    RollKind(),
    DeclarationKind(),
    FranceConnectKind(),
    OneOfKind(),
    DocumentKind(),
    GroupKind(),
]
