"""What a person still has to prove before an act counts, and whether they qualify."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from preau.accounts.models import Guest, Known, Person, User
from preau.kernel.refusal import Refusal
from preau.kernel.registry import Registry

from .kinds import step_kinds
from .models import Requirement, Step


class RequirementKind:
    """One thing that can be asked of people; each app registers its own."""

    code: str = ""
    label: Any = ""
    #: Only an account can answer it.
    needs_account: bool = False
    #: Tells one person from all others by itself, so that an account is not needed.
    names_elector: bool = False
    #: What answers it is kept as a proof of that step (``electorate``).
    leaves_proof: bool = False

    def is_known(self, requirement: Requirement, person: Known) -> bool:
        """True when what is known of ``person`` answers it."""
        raise NotImplementedError

    def refusal(self, requirement: Requirement, person: Known, at: datetime) -> Refusal | None:
        """Why what is known of ``person`` breaks the rule; what is missing never refuses."""
        return None

    def sentence(self, requirement: Requirement) -> str:
        """Who may act, as a sentence for everyone; empty when there is nothing to say."""
        return ""

    def brief(self, requirement: Requirement) -> str:
        """The same in a few words (« dès 11 ans »), for the Now box."""
        return ""


requirement_kinds: Registry[RequirementKind] = Registry("requirement kind")


def requirements_of(step: Step) -> list[Requirement]:
    """The step's requirements, in the order they are asked; read once for this ``step``."""
    if "requirements" not in getattr(step, "_prefetched_objects_cache", {}):
        prefetch_related_objects([step], "requirements")  # each then knows its step
    return list(step._prefetched_objects_cache["requirements"])  # type: ignore[attr-defined]  # as just read


def kind_of(requirement: Requirement) -> RequirementKind:
    """The plug-in that judges ``requirement``."""
    return requirement_kinds.get(requirement.kind)


def lets_guests_in(step: Step) -> bool:
    """True when people can act without an account: something else tells them apart."""
    kinds = [kind_of(one) for one in requirements_of(step)]
    return any(kind.names_elector for kind in kinds) and not any(
        kind.needs_account for kind in kinds
    )


def missing_requirements(step: Step, person: Person) -> list[Requirement]:
    """Those that nothing known of ``person`` answers yet.

    Where people must be told apart (a vote) and no requirement does it, a confirmed address is
    asked of whoever has no account.
    """
    asked = requirements_of(step)
    missing = [one for one in asked if not _is_known(one, person)]
    if isinstance(person, User) or not _tells_apart(step) or lets_guests_in(step):
        return missing
    if any(one.kind == Requirement.Kind.EMAIL for one in asked):
        return missing
    return [Requirement(step=step, order=0, kind=Requirement.Kind.EMAIL), *missing]


def _tells_apart(step: Step) -> bool:
    return step.kind in step_kinds and step.behaviour.tells_apart


def _is_known(requirement: Requirement, person: Person) -> bool:
    if isinstance(person, User | Guest):
        return kind_of(requirement).is_known(requirement, person)
    return False


def refusal_by_requirements(step: Step, person: Person, at: datetime) -> Refusal | None:
    """Why what is known of ``person`` breaks a rule of ``step``; None when nothing does.

    Only what is known can refuse; what is missing is asked.
    """
    if not isinstance(person, User | Guest):
        return None
    for requirement in requirements_of(step):
        refusal = kind_of(requirement).refusal(requirement, person, at)
        if refusal is not None:
            return refusal
    return None


def sentences_of(step: Step) -> list[str]:
    """Who may act in ``step``, one sentence for each rule that says something."""
    said = [kind_of(one).sentence(one) for one in requirements_of(step)]
    return [sentence for sentence in said if sentence]


def identity_url(step: Step, then: str) -> str:
    """Address of the identity chain of ``step``; it leads to ``then`` once all is known."""
    address = reverse("public:identity", args=[step.process.slug, step.slug])
    return f"{address}?{urlencode({'suite': then})}"
