"""A local petition of a city, on its way to its threshold."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from random import Random

from django.db import transaction

from preau.blueprints import petition
from preau.kernel import clock
from preau.kernel.text import slug
from preau.petitions.models import Petition, Signature
from preau.petitions.quarters import quarter_of
from preau.petitions.queries import signer_of
from preau.processes.models import Process

from .town import Town

CITY = "saint-aubin"
TITLE = "Une passerelle au-dessus des voies"
OPENED, CLOSES, REGISTERED, SIGNED = -41, 48, 21_400, 1_312
FIRST = (
    *("Aïcha", "Bruno", "Camille", "Denis", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jean"),
    *("Karine", "Louis", "Maya", "Nadège", "Omar", "Paule", "Quentin", "Rosa", "Samir", "Tania"),
)
LAST = (
    *("Abadie", "Besson", "Cordier", "Diop", "Esteve", "Faure", "Garnier", "Haddad", "Imbert"),
    *("Jourdan", "Keller", "Lopes", "Marchand", "Nguyen", "Oudin", "Perrin", "Roussel", "Tessier"),
)
STREETS = ("rue des Lilas", "rue du Four", "avenue de la Gare", "mail des Tilleuls")
DEMAND = (
    "La gare coupe la ville en deux. Pour passer d’un côté à l’autre, il faut le pont de la "
    "rocade, sans trottoir, ou le souterrain, fermé après 20 h.\n\nNous demandons au conseil "
    "d’inscrire à son ordre du jour l’étude d’une passerelle pour les piétons et les vélos."
)


def is_petition_missing(city: str) -> bool:
    """True while the petition of the current site is still to be written."""
    return city == CITY and not Process.objects.filter(slug=slug(TITLE)).exists()


@transaction.atomic
def write_petition(town: Town) -> str:
    """The petition through its blueprint, and its signatures so far; answers its title."""
    with clock.stopped(town.at(OPENED - 5, 10)):
        process = petition.create(
            title=TITLE,
            slug=slug(TITLE),
            actor=town.owner,
            opens_at=town.at(OPENED, 8),
            closes_at=town.at(CLOSES, 20),
            settings={
                "kind": Petition.Kind.LOCAL,
                "demand": DEMAND,
                "holder": "Association Rive à Rive",
                "registered": REGISTERED,
            },
            summary="Relier les deux côtés de la gare, à pied et à vélo.",
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
        )
    process.created_at = town.at(OPENED - 5, 10)
    process.save(update_fields=["created_at"])
    _sign(town, Petition.objects.get(step__process=process))
    return TITLE


def _sign(town: Town, held: Petition) -> None:
    """People that the material draws, always the same ones."""
    rng = Random(TITLE)
    names = list(product(FIRST, LAST, range(4)))
    rng.shuffle(names)
    first = town.at(OPENED, 8)
    span = (clock.now() - first).total_seconds()
    hours = sorted(first + timedelta(seconds=rng.random() * span) for _one in range(SIGNED))
    Signature.objects.bulk_create(
        Signature(
            petition=held,
            signer=signer_of(one, other, born := date(1940 + 17 * turn, 1 + turn, 9)),
            quarter=quarter_of(at),
            first_name=one,
            last_name=other,
            birth_date=born,
            address=f"{rng.randint(1, 80)} {rng.choice(STREETS)}",
            shown_name=f"{one} {other[0]}." if rng.random() < 0.3 else "",
            at=at,
        )
        for (one, other, turn), at in zip(names, hours, strict=False)
    )
