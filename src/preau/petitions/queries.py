"""Reading a petition: how many signed, who may be named, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from preau.accounts.models import Person, User
from preau.kernel.text import search_key
from preau.processes.models import Step

from .models import Petition, Signature

NAMES_SHOWN = 30


def petition_of(step: Step) -> Petition | None:
    """The petition of a step, knowing this very step."""
    found = Petition.objects.filter(step=step).first()
    if found is not None:
        found.step = step
    return found


def signer_of(first_name: str, last_name: str, birth_date: date | None) -> str:
    """What tells a person from all others in the site: names and birth date, hashed."""
    said = f"{search_key(first_name)}|{search_key(last_name)}|{birth_date}"
    return salted_hmac("preau.petitions.signer", said, algorithm="sha256").hexdigest()


def count_signatures(petition: Petition) -> int:
    return Signature.objects.filter(petition=petition).count()


def signature_of(petition: Petition, person: Person) -> Signature | None:
    """The signature of an account; None for who has not signed."""
    if not isinstance(person, User):
        return None
    return Signature.objects.filter(petition=petition, user=person).first()


def names_shown(petition: Petition) -> list[str]:
    """The last names that agreed to be seen."""
    shown = Signature.objects.filter(petition=petition).exclude(shown_name="").order_by("-pk")
    return list(shown.values_list("shown_name", flat=True)[:NAMES_SHOWN])


def verification_heads() -> list[Any]:
    return [
        _("Numéro"),
        _("Nom"),
        _("Prénom"),
        _("Date de naissance"),
        _("Adresse"),
        _("Signée le"),
        _("Trimestre"),
        _("Reconnue (oui ou non)"),
    ]


def verification_rows(petition: Petition) -> Iterator[list[Any]]:
    """One line a signature, in the order of names, for the elections service: constant memory."""
    rows = Signature.objects.filter(petition=petition).order_by("last_name", "first_name", "pk")
    for number, one in enumerate(rows.iterator(chunk_size=2000), start=1):
        yield [
            number,
            one.last_name,
            one.first_name,
            one.birth_date.isoformat() if one.birth_date else "",
            one.address,
            one.at.date().isoformat(),
            one.quarter,
            "",
        ]


def gather_signatures(person: User) -> list[dict[str, Any]]:
    """The signatures of ``person``, for them to take away."""
    mine = Signature.objects.filter(user=person).select_related("petition__step__process")
    return [
        {
            "petition": one.petition.step.process.title,
            "signee_le": one.at.isoformat(),
            "nom": f"{one.first_name} {one.last_name}",
            "adresse": one.address,
            "nom_public": one.shown_name,
        }
        for one in mine
    ]


def story_of(petition: Petition) -> list[tuple[date, str]]:
    """What the authority did of it, in order."""
    told = [
        (petition.acknowledged_on, _("La collectivité accuse réception de la pétition.")),
        (petition.recognised_on, _("Le service des élections a vérifié les signatures.")),
        (petition.told_council_on, _("Le conseil en est informé à sa séance.")),
        (petition.decision_on, str(petition.get_decision_display())),
    ]
    dated = [(on, words) for on, words in told if on is not None]
    return sorted(dated, key=lambda one: one[0])
