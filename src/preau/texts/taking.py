"""Many contributions out of one table file: letters typed elsewhere, taken in once."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.kernel.sheets import BOM, separator_of
from preau.kernel.text import search_key
from preau.ledger.actions import record

from .actions import MOST_REWRITE, MOST_SIGNS, changes_of, next_number
from .keys import same_lines, text_key
from .models import Contribution, Gathering, Passage, Position
from .policies import may_enter

MOST_LINES = 2000
#: Columns of the file, as the blank one names them.
COLUMNS = {
    "reference": "Référence",
    "text": "Texte",
    "passage": "Passage",
    "position": "Position",
    "body": "Avis",
    "rewrite": "Rédaction proposée",
    "author": "Signé",
}
_HEADS = {search_key(head): name for name, head in COLUMNS.items()}
_POSITIONS = {
    **dict.fromkeys(("d accord", "accord", "pour", "oui", "favorable", "agree"), Position.AGREE),
    **dict.fromkeys(("a modifier", "modifier", "amender", "amend"), Position.AMEND),
    **dict.fromkeys(
        ("pas d accord", "contre", "non", "defavorable", "disagree"), Position.DISAGREE
    ),
}


@dataclass
class Line:
    """One line: what it says, what is wrong with it, whether it is there already."""

    number: int
    cells: dict[str, str]
    passage: Passage | None = None
    position: str = ""
    reference: str = ""
    errors: list[str] = field(default_factory=list)
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        return not self.errors and not self.is_known

    @property
    def words(self) -> str:
        return self.cells["body"] or self.cells["rewrite"]


@dataclass
class Report:
    """What a file would do; ``fault`` when it cannot be read at all."""

    lines: list[Line] = field(default_factory=list)
    fault: str = ""

    @property
    def new(self) -> int:
        return sum(1 for line in self.lines if line.is_new)

    @property
    def known(self) -> int:
        return sum(1 for line in self.lines if line.is_known and not line.errors)

    @property
    def faulty(self) -> int:
        return sum(1 for line in self.lines if line.errors)


def blank() -> str:
    """The file to fill, with its columns."""
    return BOM + ";".join(COLUMNS.values()) + "\r\n"


def read(gathering: Gathering, text: str) -> Report:
    """What ``text`` would do, line by line; nothing is written."""
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip(BOM)), delimiter=separator_of(text)))
    except csv.Error:
        return Report(fault=_("Ce fichier ne se lit pas comme un tableau CSV."))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return Report(fault=_("Ce fichier est vide."))
    heads = [_HEADS.get(search_key(cell), "") for cell in rows[0]]
    if "passage" not in heads or not {"body", "rewrite"} & set(heads):
        names = ", ".join((COLUMNS["passage"], COLUMNS["body"]))
        missing = _("Ces colonnes manquent dans la première ligne\u00a0: %(names)s.")
        return Report(fault=missing % {"names": names})
    if len(rows) - 1 > MOST_LINES:
        return Report(fault=_("Ce fichier dépasse %(most)s lignes.") % {"most": MOST_LINES})
    passages = _passages(gathering)
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict.fromkeys(COLUMNS, "") | {
            name: same_lines(cell) for name, cell in zip(heads, row, strict=False) if name
        }
        lines.append(_judge(Line(number, cells), passages))
    _recognise(gathering, lines)
    return Report(lines)


def _passages(gathering: Gathering) -> dict[str, list[Passage]]:
    """Passages that everyone reads, by the key of their number: several texts may share one."""
    found: dict[str, list[Passage]] = {}
    rows = Passage.objects.filter(
        version__text__consultation=gathering.consultation,
        version__published_at__isnull=False,
        depth=0,
    )
    last: dict[tuple[int, str], Passage] = {}
    for one in rows.select_related("version__text").order_by("version__number"):
        last[one.version.text_id, search_key(one.number)] = one
    for (_text, number), one in last.items():
        found.setdefault(number, []).append(one)
    return found


def _judge(line: Line, passages: dict[str, list[Passage]]) -> Line:
    cells = line.cells
    line.passage = _passage(line, passages)
    is_question = line.passage is not None and line.passage.version.text.is_questions
    if not line.words:
        line.errors.append(_("Écrivez l’avis, ou la rédaction proposée."))
    for name, most in (("body", MOST_SIGNS), ("rewrite", MOST_REWRITE)):
        if len(cells[name]) > most:
            line.errors.append(_("Ce texte dépasse %(most)s signes.") % {"most": most})
    if is_question:
        if cells["rewrite"]:
            line.errors.append(_("Une question ouverte ne se récrit pas."))
        return line
    known = _POSITIONS.get(search_key(cells["position"]).replace("'", " ").replace("’", " "))
    if known is None and cells["rewrite"] and not cells["position"]:
        known = Position.AMEND
    if known is None:
        said = _(
            "La position est «\u00a0d’accord\u00a0», «\u00a0à modifier\u00a0» ou «\u00a0pas d’accord\u00a0»."
        )
        line.errors.append(said)
    elif cells["rewrite"] and known is not Position.AMEND:
        line.errors.append(_("Une autre rédaction va avec «\u00a0À modifier\u00a0»."))
    line.position = known or ""
    return line


def _passage(line: Line, passages: dict[str, list[Passage]]) -> Passage | None:
    found = passages.get(search_key(line.cells["passage"]), [])
    wanted = search_key(line.cells["text"])
    if wanted:
        found = [one for one in found if search_key(one.version.text.title) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        said = _(
            "Plusieurs textes ont ce passage\u00a0: écrivez le titre dans la colonne «\u00a0Texte\u00a0»."
        )
        line.errors.append(said)
    else:
        said = _("Aucun passage publié ne porte le numéro «\u00a0%(number)s\u00a0».")
        line.errors.append(said % {"number": line.cells["passage"][:24]})
    return None


def _recognise(gathering: Gathering, lines: list[Line]) -> None:
    """Lines taken in before are known; equal lines of one file are as many voices."""
    times: Counter[str] = Counter()
    for line in lines:
        own = line.cells["reference"][:60]
        same = own or hashlib.sha256("\x1f".join(line.cells.values()).encode()).hexdigest()[:32]
        times[same] += 1
        if own and times[same] > 1:
            line.errors.append(_("Cette référence est déjà celle d’une autre ligne."))
        line.reference = f"{gathering.pk}-{same}" if own else f"{gathering.pk}-{same}-{times[same]}"
    known = set(
        Contribution.objects.filter(
            consultation=gathering.consultation, reference__in=[one.reference for one in lines]
        ).values_list("reference", flat=True)
    )
    for line in lines:
        line.is_known = line.reference in known


@transaction.atomic
def take(*, gathering: Gathering, text: str, actor: User) -> Report:
    """Do what ``read`` says, all or nothing; faulty lines are left out. Raises ``Refused``."""
    consultation = gathering.consultation
    demand(may_enter(actor, consultation))
    number = next_number(consultation)
    report = read(gathering, text)
    new = [(line, line.passage) for line in report.lines if line.is_new and line.passage]
    at = clock.now()
    Contribution.objects.bulk_create(
        [
            Contribution(
                consultation=consultation,
                passage=passage,
                number=number + place,
                author_name=(line.cells["author"] or gathering.title)[:120],
                position=line.position,
                body=line.cells["body"],
                rewrite=line.cells["rewrite"],
                changes=changes_of(passage, line.cells["rewrite"]),
                text_key=text_key(line.cells["body"], line.cells["rewrite"]),
                gathering=gathering,
                reference=line.reference,
                at=at,
            )
            for place, (line, passage) in enumerate(new)
        ],
        batch_size=500,
    )
    if new:
        record(
            actor=actor,
            verb="took_in_contributions",
            subject=gathering,
            process_id=consultation.step.process_id,
            count=len(new),
        )
    return report
