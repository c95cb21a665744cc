"""Fictional people through whose eyes a draft is seen; they exist for one page only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.territory.models import Zone


@dataclass(frozen=True)
class Persona:
    """Who looks: their age, and whether they live in a neighbourhood of the town."""

    code: str
    label: Any
    age: int | None = None
    is_resident: bool = False

    def person(self) -> Person:
        """This persona as somebody of the site, made in a transaction that is taken back."""
        if self.age is None:
            return AnonymousUser()
        at = clock.now()
        zone = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon").first()
        person = User.objects.create(
            email="apercu@example.org",
            email_verified_at=at,
            public_name=str(self.label),
            first_name="Camille",
            last_name="Essai",
            birth_date=date(at.year - self.age, 1, 1),
            zone=zone if self.is_resident else None,
        )
        return User.objects.select_related("zone").get(pk=person.pk)


PERSONAS = {
    one.code: one
    for one in (
        Persona("visiteur", _("Une personne sans compte")),
        Persona("habitante", _("Une habitante de 38 ans"), 38, True),
        Persona("enfant", _("Un enfant de 10 ans"), 10, True),
        Persona("voisin", _("Une personne d’une autre commune"), 45),
    )
}
