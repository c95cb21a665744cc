"""Ideas from a CSV or XLSX file: read whole, said line by line, then written, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.kernel.text import search_key
from preau.proposals.models import Proposal
from preau.proposals.policies import deposit_step
from preau.tenancy.locks import take_turn

from .actions import key_of, write_idea
from .forms import EntryForm, Known
from .models import Batch
from .policies import may_enter

MOST_LINES = 2000
#: Field of the form → name of its column in the blank file.
COLUMNS = {
    "reference": "Référence",
    "title": "Titre",
    "finding": "Constat",
    "idea": "Proposition",
    "audience": "Pour qui",
    "theme": "Thème",
    "zone": "Quartier",
    "place": "Lieu",
    "cost": "Coût estimé",
    "author_name": "Nom affiché",
    "email": "Courriel",
}
_BY_KEY = {search_key(head): name for name, head in COLUMNS.items()}


@dataclass
class Line:
    """One line of the file: what it says, what is wrong, the number it has or had."""

    number: int
    title: str
    asked: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    #: Number of the idea when it is there already, or has just been written.
    known_as: int | None = None

    @property
    def is_new(self) -> bool:
        return not self.errors and self.known_as is None


@dataclass
class Report:
    lines: list[Line] = field(default_factory=list)
    fault: str = ""

    @property
    def new(self) -> int:
        return sum(1 for line in self.lines if line.is_new)

    @property
    def faulty(self) -> int:
        return sum(1 for line in self.lines if line.errors)

    @property
    def same(self) -> int:
        return len(self.lines) - self.new - self.faulty


def read(batch: Batch, rows: list[list[str]]) -> Report:
    """What ``rows`` would do, line by line; nothing is written."""
    rows = [row for row in rows if any(cell.strip() for cell in row)] if rows else []
    if not rows:
        return Report(fault=_("Ce fichier est vide."))
    heads = [_BY_KEY.get(search_key(cell), "") for cell in rows[0]]
    missing = [COLUMNS[name] for name in ("title", "idea", "author_name") if name not in heads]
    if missing:
        return Report(
            fault=_("Ces colonnes manquent dans la première ligne\u00a0: %(names)s.")
            % {"names": ", ".join(missing)}
        )
    if len(rows) - 1 > MOST_LINES:
        return Report(fault=_("Ce fichier dépasse %(most)s lignes.") % {"most": MOST_LINES})
    step = deposit_step(batch.process, clock.now())
    if step is None:
        return Report(fault=_("Cette démarche ne recueille pas d’idées."))
    known = Known.read(step)
    lines = [
        _judge(number, dict(zip(heads, row, strict=False)), known)
        for number, row in enumerate(rows[1:], start=2)
    ]
    _recognise(batch, lines)
    return Report(lines)


def _judge(number: int, cells: dict[str, str], known: Known) -> Line:
    form = EntryForm(known, {name: cell.strip() for name, cell in cells.items() if name})
    line = Line(number, cells.get("title", "").strip())
    if form.is_valid():
        line.asked = form.cleaned_data
    else:
        line.errors = form.errors_in_words()
    return line


def _recognise(batch: Batch, lines: list[Line]) -> None:
    """Ideas already there keep their number; the second of two equal lines is a fault."""
    keys = {id(line): key_of(line.asked) for line in lines if line.asked}
    there = dict(
        Proposal.objects.of(batch.process)
        .filter(source_ref__in=set(keys.values()))
        .values_list("source_ref", "number")
    )
    seen: dict[str, int] = {}
    for line in lines:
        key = keys.get(id(line))
        if key is None:
            continue
        if key in seen:
            line.errors.append(_("Cette ligne répète la ligne %(line)s.") % {"line": seen[key]})
        seen.setdefault(key, line.number)
        line.known_as = there.get(key)


@transaction.atomic
def write(*, batch: Batch, rows: list[list[str]], actor: User) -> Report:
    """Do what ``read`` says, all or nothing; faulty lines are left out. Raises ``Refused``."""
    at = clock.now()
    demand(may_enter(actor, batch.process, at))
    take_turn("enter_ideas", batch.process_id)
    step = deposit_step(batch.process, at)
    if step is None:
        raise Refused(Refusal("no_collection", _("Cette démarche ne recueille pas d’idées.")))
    report = read(batch, rows)
    for line in report.lines:
        if line.is_new:
            write_idea(batch=batch, step=step, asked=line.asked, actor=actor)
    return report
