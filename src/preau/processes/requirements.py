"""What a person still has to prove before an act counts, and whether they qualify."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel.refusal import Refusal

from .models import Requirement, Step


def requirements_of(step: Step) -> list[Requirement]:
    """The step's requirements, in the order they are asked."""
    return list(step.requirements.all())


def missing_requirements(step: Step, person: Person) -> list[Requirement]:
    """Those that nothing known of ``person`` answers yet."""
    return [one for one in requirements_of(step) if not _is_known(one, person)]


def _is_known(requirement: Requirement, person: Person) -> bool:
    if not isinstance(person, User):
        return False
    match requirement.kind:
        case Requirement.Kind.EMAIL:
            return person.email_verified_at is not None
        case Requirement.Kind.AGE:
            return person.birth_date is not None
        case Requirement.Kind.RESIDENCE:
            return person.zone_id is not None
        case Requirement.Kind.NAME:
            return bool(person.public_name)
    raise LookupError(f"unknown requirement {requirement.kind!r}")


def refusal_by_requirements(step: Step, person: Person, at: datetime) -> Refusal | None:
    """Why what is known of ``person`` breaks a rule of ``step``; None when nothing does.

    Only what is known can refuse; what is missing is asked. Age is reckoned on the local day on
    which the step opens (or ``at`` for a permanent step).
    """
    if not isinstance(person, User):
        return None
    day = timezone.localtime(step.opens_at or at).date()
    for requirement in requirements_of(step):
        if requirement.kind == Requirement.Kind.AGE:
            least = int(requirement.rule.get("least", 0))
            age = person.age_on(day)
            if age is not None and age < least:
                return Refusal(
                    "too_young",
                    _("Il faut avoir %(least)s ans le jour de l’ouverture.") % {"least": least},
                    rule=_("Règlement\u00a0: âge minimal de %(least)s ans.") % {"least": least},
                    remedy=_(
                        "Vous pouvez lire tous les projets, les suivre et en parler autour de vous."
                    ),
                )
    return None


def identity_url(step: Step, then: str) -> str:
    """Address of the identity chain of ``step``; it leads to ``then`` once all is known."""
    address = reverse("public:identity", args=[step.process.slug, step.slug])
    return f"{address}?{urlencode({'suite': then})}"
