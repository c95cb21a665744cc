"""A person by name and birth date: written in one way, hashed, never kept in clear."""

from __future__ import annotations

import re
import uuid
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from preau.accounts.models import Guest, Person, User
from preau.kernel.refusal import Refusal
from preau.kernel.text import search_key
from preau.processes.models import Step

from .help import whom_to_call
from .keys import key_of
from .models import Electorate, Proof, RollLine
from .proving import prove
from .queries import PERSON_KINDS, electorate_of, kinds_asked, proofs_of

#: Small words before a family name, that people write or leave out.
PARTICLES = ("de", "du", "des", "d", "da", "das", "do", "dos", "di", "van", "von")
#: Letters that a name keeps once the particle glued to it is taken off: « Delatour », not « Dux ».
LEAST_GLUED = 3


def person_keys(electorate: Electorate, last: str, first: str, born: date) -> list[str]:
    """Keys that a person may be kept under, the usual one first; none for names without a letter.

    Accents, case, hyphens and particles do not count; of the given names only the first does, be
    it compound: people do not type the others.
    """
    family, day = search_key(last).split(), born.isoformat()
    given = [one for part in re.split(r"[\s,;]+", first) if (one := search_key(part).split())]
    if not family or not given:
        return []
    return [
        key_of(electorate, "person", name, one, day)
        for name in _families(family)
        for one in _first_names(given)
    ]


def usual_keys(electorate: Electorate, last: str, first: str, born: date) -> list[str]:
    """The key that a list keeps a person under, then the one without particle if there is one."""
    family = search_key(last).split()
    bare = " ".join(_without_particles(family))
    wanted = [last] if bare == " ".join(family) else [last, bare]
    return [person_keys(electorate, one, first, born)[0] for one in wanted]


def _without_particles(family: list[str]) -> list[str]:
    kept = family
    while len(kept) > 1 and kept[0] in PARTICLES:
        kept = kept[1:]
    return kept


def _families(family: list[str]) -> list[str]:
    """« de La Tour », « Delatour » and « La Tour » meet, the name as it was typed before all."""
    bare = "".join(_without_particles(family))
    apart = [f"{one}{bare}" for one in PARTICLES]
    glued = [bare.removeprefix(one) for one in PARTICLES if bare.startswith(one)]
    whole = [one for one in glued if len(one) >= LEAST_GLUED]
    return list(dict.fromkeys(["".join(family), bare, *apart, *whole]))


def _first_names(given: list[list[str]]) -> list[str]:
    """« Jean-Pierre, Marie » → jeanpierre, jeanpierremarie, jean."""
    spellings = ["".join(given[0]), "".join(map("".join, given[:2])), given[0][0]]
    return list(dict.fromkeys(spellings))


def lines_named(
    electorate: Electorate, keys: list[str], zone_id: int | None = None
) -> list[RollLine]:
    """The lines of the list that these keys mean, nearest spelling first: one, none, or several
    people alike, whom only the zone where they live tells apart."""
    found = list(electorate.lines.filter(Q(key__in=keys) | Q(usage_key__in=keys)).order_by("pk"))
    for key in keys:
        same = [one for one in found if key in (one.key, one.usage_key)]
        if len(same) > 1 and zone_id is not None:
            return [one for one in same if one.zone_id == zone_id]
        if same:
            return same
    return []


def known_key(step: Step, keys: list[str], person: Person | None = None) -> str | Refusal:
    """The one key of this person in ``step``, whatever proof says their name: that of their line
    on the list, else one already seen, else the usual one.

    ``person`` may have said already which of several people alike they are.
    """
    lines = _lines(step, keys)
    if len(lines) > 1:
        if not isinstance(person, User | Guest):
            return several_alike(step)
        mine = proofs_of(step, person).filter(key__in=[one.key for one in lines])
        return mine.values_list("key", flat=True).first() or several_alike(step)
    if lines:
        return lines[0].key
    found = Proof.objects.filter(step=step, kind__in=PERSON_KINDS, key__in=keys)
    seen = set(found.values_list("key", flat=True))
    return next((one for one in keys if one in seen), keys[0])


def _lines(step: Step, keys: list[str], zone_id: int | None = None) -> list[RollLine]:
    return lines_named(electorate_of(step), keys, zone_id) if "roll" in kinds_asked(step) else []


def several_alike(step: Step) -> Refusal:
    """Two people of the list have this name and were born on this day."""
    return Refusal(
        "several_alike",
        _("Plusieurs personnes de la liste portent ce nom et sont nées ce jour-là."),
        rule=_("Le quartier où chacune habite les distingue."),
        remedy=whom_to_call(step),
    )


def refusal_at_table(
    step: Step, *, last: str, first: str, born: date, zone_id: int | None, votes_in: int | None
) -> Refusal | None:
    """Why the list of ``step`` keeps this person from a paper ballot of the zone ``votes_in``.

    Where another proof would do as well, somebody who is not on the list is not refused.
    """
    kinds = {one.kind for one in step.requirements.all()}
    if "roll" not in kinds_asked(step):
        return None
    keys = person_keys(electorate_of(step), last, first, born)
    lines = _lines(step, keys, zone_id)
    if len(lines) > 1:
        return several_alike(step)
    if not lines and "roll" in kinds:
        return Refusal(
            "not_on_roll",
            _("Cette personne n’est pas sur la liste de ce vote."),
            rule=_("Nom, prénom et date de naissance doivent être ceux de la liste."),
            remedy=_("Relisez la pièce d’identité\u00a0; essayez le nom de naissance."),
        )
    zone = lines[0].zone if lines else None
    if zone is None or votes_in in (None, zone.pk):
        return None
    return Refusal(
        "votes_elsewhere",
        _("Cette personne est inscrite pour un autre quartier\u00a0: %(zone)s.")
        % {"zone": zone.name},
        rule=_("Chacun vote dans le quartier que dit la liste."),
    )


def line_key(step: Step, *, last: str, first: str, born: date, zone_id: int | None) -> str:
    """The key of the one line of the list that is this person; empty without such a line."""
    lines = _lines(step, person_keys(electorate_of(step), last, first, born), zone_id)
    return lines[0].key if len(lines) == 1 else ""


def _keys_seen(step: Step, last: str, first: str, born: date, zone_id: int | None) -> list[str]:
    """Keys under which a proof of this person may stand in ``step``."""
    keys = person_keys(electorate_of(step), last, first, born)
    lines = _lines(step, keys, zone_id)
    return [one.key for one in lines] if lines else keys


def elector_named(
    step: Step, *, last: str, first: str, born: date, zone_id: int | None = None
) -> uuid.UUID | None:
    """The elector that this person already is in ``step``, by whatever channel."""
    if not kinds_asked(step) & {*PERSON_KINDS}:
        return None
    keys = _keys_seen(step, last, first, born, zone_id)
    found = Proof.objects.filter(step=step, kind__in=PERSON_KINDS, key__in=keys)
    electors = list(found.values_list("elector", flat=True).distinct()[:2])
    return electors[0] if len(electors) == 1 else None


def enter_by_name(
    step: Step,
    *,
    last: str,
    first: str,
    born: date,
    elector: uuid.UUID,
    zone_id: int | None = None,
) -> None:
    """Keep that ``elector`` is this person, who votes on paper: nobody else is, from then on.

    For the rungs of ``step`` that ask for a name. Whoever proved it before keeps it.
    """
    asked = [kind for kind in PERSON_KINDS if kind in kinds_asked(step)]
    keys = person_keys(electorate_of(step), last, first, born) if asked else []
    if not keys:
        return
    lines = _lines(step, keys, zone_id)
    key = lines[0].key if len(lines) == 1 else known_key(step, keys)
    for kind in asked:
        if not isinstance(key, Refusal):
            prove(step=step, person=Guest(elector), kind=kind, key=key)
