"""A block copied out of a spreadsheet: one line per idea, its number first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service, User
from preau.kernel.text import sort_key
from preau.processes.models import Process
from preau.tenancy.scope import current_site
from preau.territory.models import Zone
from preau.ui.forms import EurosField

from ..actions import correct_proposal
from ..models import Proposal, Theme
from .actions import assign_person, assign_service, put_off
from .acts import BulkAct
from .people_acts import agents
from .policies import may_change_in_bulk

#: What a head of the block may be called, without accents nor case.
HEADS = {
    "numero": "number",
    "n°": "number",
    "n": "number",
    "no": "number",
    "service": "service",
    "personne": "agent",
    "echeance": "due_on",
    "attendue pour le": "due_on",
    "theme": "theme",
    "quartier": "zone",
    "cout": "cost_cents",
    "cout etudie": "cost_cents",
    "cout etudie (€)": "cost_cents",
}
#: Faults said at once; the others wait for the next try.
MOST_FAULTS = 12
Reader = Callable[[str], Any]


class PasteForm(forms.Form):
    block = forms.CharField(
        max_length=400_000,
        label=gettext_lazy("Lignes copiées du tableur"),
        help_text=gettext_lazy(
            "La première ligne nomme les colonnes\u00a0: Numéro, puis Service, Personne, Échéance, "
            "Thème, Quartier ou Coût. Une case vide ne change rien."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Collez les lignes de votre tableur.")},
    )
    why = forms.CharField(
        required=False,
        max_length=240,
        label=gettext_lazy("Raison commune"),
        help_text=gettext_lazy("Elle figure dans l’histoire publique des idées corrigées."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = [line for line in data.get("block", "").splitlines() if line.strip()]
        if not lines:
            return data
        mark = "\t" if "\t" in lines[0] else ";"
        heads = [HEADS.get(sort_key(head.strip()), "") for head in lines[0].split(mark)]
        if "number" not in heads or len(set(heads) - {"", "number"}) == 0:
            self.add_error(
                "block",
                _(
                    "Nommez les colonnes sur la première ligne\u00a0: Numéro, puis celles qui changent."
                ),
            )
            return data
        data["lines"], faults = _read(heads, [line.split(mark) for line in lines[1:]])
        for fault in faults[:MOST_FAULTS]:
            self.add_error("block", fault)
        if not faults and not data["lines"]:
            self.add_error("block", _("Aucune ligne ne suit les noms des colonnes."))
        return data


def _read(heads: list[str], rows: list[list[str]]) -> tuple[dict[int, dict[str, Any]], list[str]]:
    """What each number asks for, and the faults in words with their line."""
    readers, found, faults = _readers(), {}, []
    for place, row in enumerate(rows, start=2):
        cells = dict(zip(heads, (cell.strip().strip('"') for cell in row), strict=False))
        number = cells.get("number", "").lower().removeprefix("n°").strip()
        if not number.isdecimal() or len(number) > 8:
            faults.append(_("Ligne\u00a0%(place)s\u00a0: il manque un numéro.") % {"place": place})
            continue
        asked: dict[str, Any] = {}
        for name, text in cells.items():
            if name in ("", "number") or not text:
                continue
            try:
                asked[name] = readers[name](text)
            except (LookupError, ValueError, forms.ValidationError):
                facts = {"place": place, "text": text}
                faults.append(
                    _("Ligne\u00a0%(place)s\u00a0: «\u00a0%(text)s\u00a0» est inconnu.") % facts
                )
        if int(number) in found:
            faults.append(
                _("Ligne\u00a0%(place)s\u00a0: le n°\u00a0%(number)s y est deux fois.")
                % {"place": place, "number": number}
            )
        found[int(number)] = asked
    return found, faults


def _readers() -> dict[str, Reader]:
    """How each column is read; names are known whatever their accents and case."""
    people: list[User] = list(agents())
    by_name = {sort_key(one.full_name): one for one in people} | {one.email: one for one in people}
    return {
        "service": _named(Service),
        "theme": _named(Theme),
        "zone": _named(Zone),
        "agent": lambda text: by_name[text if "@" in text else sort_key(text)],
        "due_on": _day,
        "cost_cents": EurosField().clean,
    }


def _named(model: Any) -> Reader:
    known = {sort_key(one.name): one for one in model.objects.all()}
    return lambda text: known[sort_key(text)]


def _day(text: str) -> date:
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
    return datetime.strptime(text, form).date()


def _form(process: Process, data: Any = None) -> forms.Form:
    return PasteForm(data)


def _apply(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    asked = dict(data["lines"].get(proposal.number, {}))
    changed = False
    if "service" in asked or "due_on" in asked:
        service = asked.pop("service", proposal.service)
        due_on = asked.pop("due_on", proposal.due_on)
        if service == proposal.service:
            changed |= put_off(proposal=proposal, due_on=due_on, reason=data["why"], actor=actor)
        else:
            changed |= assign_service(
                proposal=proposal, service=service, due_on=due_on, actor=actor
            )
    if "agent" in asked:
        changed |= assign_person(proposal=proposal, agent=asked.pop("agent"), actor=actor)
    version = correct_proposal(
        proposal=proposal,
        actor=actor,
        actor_label=current_site().authority,
        changes=asked,
        why=data["why"],
    )
    return changed or version is not None


PASTE = BulkAct(
    code="paste",
    label=gettext_lazy("Coller depuis un tableur"),
    order=90,
    form=_form,
    may=may_change_in_bulk,
    apply=_apply,
    numbers=lambda data: list(data["lines"]),
)
