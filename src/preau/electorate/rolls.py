"""The list of those who may vote, from a CSV file: said line by line, then kept as hashes."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.kernel.text import search_key
from preau.ledger.actions import record
from preau.territory.models import Zone

from .keys import key_of
from .models import Electorate, RollLine
from .people import person_keys, usual_keys
from .policies import may_set_electorate
from .tables import Row, columns_of, day_of, rows_of

MOST_LINES = 60_000
#: Column of the file, in bare words → what it holds.
COLUMNS = {
    "nom": "last",
    "nom de naissance": "last",
    "nom de famille": "last",
    "nom d usage": "usage",
    "prenom": "first",
    "prenoms": "first",
    "prenom s": "first",
    "date de naissance": "born",
    "ne le": "born",
    "naissance": "born",
    "quartier": "zone",
    "secteur": "zone",
    "zone": "zone",
}
HEADS = "Nom;Nom d’usage;Prénoms;Date de naissance;Quartier"
#: Faulty lines that are shown; all are counted.
MOST_SHOWN = 200


@dataclass
class Fault:
    """A line left out, and why."""

    number: int
    name: str
    why: str


@dataclass(frozen=True)
class _Line:
    """A line that names somebody: its number, what is said of it, zone, key of the usage name."""

    number: int
    name: str
    zone: Zone | None
    usage_key: str

    def is_told_from(self, other: _Line) -> bool:
        """True when both say where they live, and not in the same place."""
        return self.zone is not None and other.zone is not None and self.zone != other.zone


@dataclass
class RollReport:
    """What a file would do. ``people`` holds hashes only."""

    people: list[RollLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: Lines that are in the list already.
    same: int = 0
    #: Lines of people who share name and birth date, told apart by their zone.
    alike: int = 0
    #: What keeps the whole file from being read.
    fault: str = ""
    by_zone: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> list[Fault]:
        return self.faults[:MOST_SHOWN]


def read_roll(electorate: Electorate, text: str) -> RollReport:
    """Judge each line of ``text``; nothing is written. Two statements, whatever its length."""
    heads = columns_of(text, COLUMNS) if text.strip() else []
    missing = [
        said
        for column, said in (
            ("last", _("Nom")),
            ("first", _("Prénoms")),
            ("born", _("Date de naissance")),
        )
        if column not in heads
    ]
    if missing:
        return RollReport(
            fault=_("La première ligne doit nommer ces colonnes, qui manquent\u00a0: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    reader = _Reader(electorate)
    try:
        for place, row in enumerate(rows_of(text, COLUMNS), start=1):
            if place > MOST_LINES:
                return RollReport(
                    fault=_("Ce fichier dépasse %(most)s lignes.") % {"most": MOST_LINES}
                )
            reader.take(row)
    except csv.Error as error:
        return RollReport(
            fault=_("Ce fichier ne se lit pas comme un CSV (%(why)s).") % {"why": error}
        )
    return reader.finish()


def _alike_key(electorate: Electorate, key: str, zone_id: int | None) -> str:
    return key_of(electorate, "alike", key, str(zone_id))


class _Reader:
    """Takes the lines one after the other, then judges them beside one another."""

    def __init__(self, electorate: Electorate) -> None:
        self.electorate = electorate
        self.report = RollReport()
        self.held: dict[str, int | None] = {}
        #: Names that several people of the list bear, told apart by their zone.
        self.told_apart: set[str] = set()
        for key, zone_id, usage in electorate.lines.values_list("key", "zone_id", "usage_key"):
            self.held[key] = zone_id
            if usage and key == _alike_key(electorate, usage, zone_id):
                self.told_apart.add(usage)
        self.lines: dict[str, list[_Line]] = {}
        self.bare: dict[str, str] = {}
        self.zones: dict[str, Zone] = {}
        for zone in Zone.objects.defer("polygon"):
            self.zones[search_key(zone.name)] = self.zones[str(zone.number)] = zone

    def take(self, row: Row) -> None:
        cells = row.cells
        last, first = cells.get("last", ""), cells.get("first", "")
        born, zone_name = day_of(cells.get("born", "")), cells.get("zone", "")
        zone = self.zones.get(search_key(zone_name)) if zone_name else None
        why = self._fault(last, first, cells.get("born", ""), born, zone_name, zone)
        name = f"{first} {last}".strip()
        if why or born is None:
            self.report.faults.append(Fault(row.number, name, why))
            return
        usage = cells.get("usage", "")
        keys = usual_keys(self.electorate, last, first, born)
        key = next((self.bare[one] for one in keys if one in self.bare), keys[0])
        for one in keys:
            self.bare.setdefault(one, key)
        used = person_keys(self.electorate, usage, first, born)[:1] if usage else []
        self.lines.setdefault(key, []).append(_Line(row.number, name, zone, "".join(used)))

    def finish(self) -> RollReport:
        """Everybody read: who is new, who is there already, who cannot be told from another."""
        for key, lines in self.lines.items():
            kept: list[_Line] = []
            for line in lines:
                twin = next((one for one in kept if not one.is_told_from(line)), None)
                if twin is None:
                    kept.append(line)
                else:
                    self._leave(line, twin)
            self._keep(key, kept)
        self.report.faults.sort(key=lambda fault: fault.number)
        return self.report

    def _leave(self, line: _Line, twin: _Line) -> None:
        said = _(
            "Même nom et même date de naissance que la ligne %(line)s. "
            "Si ce sont deux personnes, donnez à chacune son quartier."
        )
        self.report.faults.append(Fault(line.number, line.name, said % {"line": twin.number}))

    def _keep(self, key: str, lines: list[_Line]) -> None:
        """One person keeps the key of their name; several alike each have one with their zone."""
        if len(lines) == 1:
            alone = RollLine(key=key, usage_key=lines[0].usage_key, zone=lines[0].zone)
            self._add(alone, is_held=key in self.held or key in self.told_apart)
            return
        places = {one.zone.pk: one for one in lines if one.zone is not None}
        moved = key in self.held and self.held[key] not in places
        for zone_id, line in places.items():
            if moved:
                said = _("Déjà dans la liste, sous un autre quartier\u00a0: effacez-la d’abord.")
                self.report.faults.append(Fault(line.number, line.name, said))
                continue
            own = _alike_key(self.electorate, key, zone_id)
            is_held = own in self.held or self.held.get(key) == zone_id
            self.report.alike += 1
            self._add(RollLine(key=own, usage_key=key, zone=line.zone), is_held=is_held)

    def _add(self, line: RollLine, *, is_held: bool) -> None:
        if is_held:
            self.report.same += 1
            return
        line.electorate = self.electorate
        self.report.people.append(line)
        name = line.zone.name if line.zone else _("Sans quartier")
        self.report.by_zone[name] = self.report.by_zone.get(name, 0) + 1

    def _fault(
        self, last: str, first: str, typed: str, born: Any, zone_name: str, zone: Zone | None
    ) -> str:
        if not search_key(last) or not search_key(first):
            return _("Le nom ou le prénom manque.")
        if born is None:
            return _("«\u00a0%(text)s\u00a0» n’est pas une date de naissance.") % {"text": typed}
        if born > clock.now().date():
            return _("Cette date de naissance est à venir.")
        if zone_name and zone is None:
            return _("Le quartier «\u00a0%(text)s\u00a0» n’existe pas.") % {"text": zone_name}
        return ""


@transaction.atomic
def import_roll(*, electorate: Electorate, text: str, actor: User) -> RollReport:
    """Add the people of ``text`` to the list; a line twice is one person. Faulty ones stay out."""
    demand(may_set_electorate(actor, electorate.step, clock.now()))
    report = read_roll(electorate, text)
    RollLine.objects.bulk_create(report.people, batch_size=2000, ignore_conflicts=True)
    _note(electorate, actor, len(report.people))
    return report


@transaction.atomic
def empty_roll(*, electorate: Electorate, actor: User) -> int:
    """Forget the whole list, to import another one; how many people it held."""
    demand(may_set_electorate(actor, electorate.step, clock.now()))
    count = electorate.lines.all().delete()[0]
    _note(electorate, actor, -count)
    return count


def _note(electorate: Electorate, actor: User, count: int) -> None:
    if count:
        record(
            actor=actor,
            verb="imported_roll" if count > 0 else "emptied_roll",
            subject=electorate,
            process_id=electorate.step.process_id,
            count=abs(count),
        )
