"""Services and their agents from a CSV file: read whole, said line by line, then written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel.refusal import demand
from preau.kernel.sheets import separator_of
from preau.kernel.text import search_key
from preau.ledger.actions import record

from .policies import may_run_services

MOST_LINES = 2000
#: Column of the file (its key) → what it holds.
COLUMNS = {
    "service": "service",
    "courriel du service": "service_email",
    "description": "description",
    "prenom": "first_name",
    "nom": "last_name",
    "courriel": "email",
    "responsable": "is_lead",
}
HEADS = (
    "Service",
    "Courriel du service",
    "Description",
    "Prénom",
    "Nom",
    "Courriel",
    "Responsable",
)
_YES = {"oui", "o", "x", "1", "yes", "vrai"}


@dataclass
class Line:
    """One line of the file and what it does."""

    number: int
    cells: dict[str, str]
    does: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    #: What keeps the whole file from being read.
    fault: str = ""

    @property
    def changes(self) -> int:
        return sum(1 for line in self.lines if line.does and not line.errors)

    @property
    def faulty(self) -> int:
        return sum(1 for line in self.lines if line.errors)

    @property
    def same(self) -> int:
        return len(self.lines) - self.changes - self.faulty


def read(text: str) -> Report:
    """What ``text`` would do, line by line; nothing is written."""
    try:
        rows = _rows(text)
    except csv.Error as error:
        return Report(fault=_("Ce fichier ne se lit pas comme un CSV (%(why)s).") % {"why": error})
    if not rows:
        return Report(fault=_("Ce fichier est vide."))
    heads = [COLUMNS.get(search_key(cell), "") for cell in rows[0]]
    if "service" not in heads:
        return Report(fault=_("La première ligne doit nommer une colonne «\u00a0Service\u00a0»."))
    if len(rows) - 1 > MOST_LINES:
        return Report(fault=_("Ce fichier dépasse %(most)s lignes.") % {"most": MOST_LINES})
    known = _Known.load()
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        pairs = zip(heads, row, strict=False)
        cells = {head: cell.strip() for head, cell in pairs if head}
        if any(cells.values()):
            lines.append(known.judge(Line(number, cells)))
    return Report(lines)


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.strip()), delimiter=separator_of(text)))


@dataclass
class _Known:
    """What the site holds already, so that a second import of the same file does nothing."""

    services: dict[str, Service]
    emails: set[str]
    held: set[tuple[str, str]]

    @classmethod
    def load(cls) -> _Known:
        services = {one.name: one for one in Service.objects.select_related("lead")}
        held = Membership.objects.filter(role=Role.AGENT, service__isnull=False)
        pairs = held.values_list("service__name", "user__email")
        return cls(services, set(User.objects.values_list("email", flat=True)), set(pairs))

    def judge(self, line: Line) -> Line:
        cells, name = line.cells, line.cells.get("service", "")
        for key in ("email", "service_email"):
            if cells.get(key) and not _is_email(cells[key]):
                line.errors.append(
                    _("«\u00a0%(text)s\u00a0» n’est pas une adresse.") % {"text": cells[key]}
                )
        if not name:
            line.errors.append(_("Le nom du service manque."))
        if len(name) > 120 or len(cells.get("description", "")) > 240:
            line.errors.append(_("Le nom ou la description du service est trop long."))
        if not cells.get("email") and (cells.get("last_name") or cells.get("first_name")):
            line.errors.append(_("L’adresse de la personne manque."))
        if not line.errors:
            self._say(line, name, cells.get("email", "").lower())
        return line

    def _say(self, line: Line, name: str, email: str) -> None:
        service = self.services.get(name)
        if service is None:
            service = self.services[name] = Service(name=name)
            line.does.append(_("crée le service"))
        for key, attribute in (("service_email", "email"), ("description", "description")):
            value = line.cells.get(key)
            if value and getattr(service, attribute) != value:
                if service.pk or getattr(service, attribute):
                    line.does.append(_("change le service"))
                setattr(service, attribute, value)
        if email and (name, email) not in self.held:
            self.held.add((name, email))
            known = email in self.emails
            line.does.append(_("ajoute un agent") if known else _("ajoute un nouvel agent"))
        is_lead = search_key(line.cells.get("is_lead", "")) in _YES
        if email and is_lead and (service.lead is None or service.lead.email != email):
            service.lead = User(email=email)
            line.does.append(_("devient responsable"))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@transaction.atomic
def write(*, text: str, actor: User) -> Report:
    """Do what ``read`` says; lines with errors are left out. Raises ``Refused``."""
    demand(may_run_services(actor))
    report = read(text)
    for line in report.lines:
        if line.does and not line.errors:
            _write_line(line.cells)
    if report.changes:
        subject = Service.objects.order_by("-pk").first()
        if subject is not None:
            record(actor=actor, verb="imported_services", subject=subject, count=report.changes)
    return report


def _write_line(cells: dict[str, str]) -> None:
    service, _new = Service.objects.get_or_create(name=cells["service"])
    changed: dict[str, Any] = {}
    if cells.get("service_email"):
        changed["email"] = cells["service_email"]
    if cells.get("description"):
        changed["description"] = cells["description"]
    if cells.get("email"):
        person, _new = User.objects.get_or_create(
            email=cells["email"].lower(),
            defaults={
                "first_name": cells.get("first_name", "")[:60],
                "last_name": cells.get("last_name", "")[:60],
            },
        )
        Membership.objects.get_or_create(
            user=person, role=Role.AGENT, service=service, process_id=None
        )
        if search_key(cells.get("is_lead", "")) in _YES:
            changed["lead"] = person
    for key, value in changed.items():
        setattr(service, key, value)
    service.save()
