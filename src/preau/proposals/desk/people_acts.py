"""Acts on many proposals about people: who looks after them, until when, what authors read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal, Refused
from preau.processes.models import Process
from preau.ui.forms import DayField

from ..models import Proposal
from .actions import assign_person, put_off, write_to_authors
from .acts import BulkAct
from .policies import may_change_in_bulk


def agents() -> QuerySet[User]:
    """Everyone who works in the back office of the city, by name."""
    found = User.objects.filter(memberships__isnull=False, is_active=True).distinct()
    return found.order_by("last_name", "first_name", "pk")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """An agent, by full name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(agents(), required=False, **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class PersonForm(forms.Form):
    agent = PersonField(label=_("Personne qui suit ces idées"), empty_label=_("Personne"))


class DueForm(forms.Form):
    due_on = DayField(required=False, label=_("Étude attendue pour le"))
    reason = forms.CharField(
        max_length=240,
        label=_("Raison commune"),
        help_text=_("Elle figure au journal du bureau."),
        error_messages={"required": _("Donnez la raison commune à ces idées.")},
    )


class MessageForm(forms.Form):
    title = forms.CharField(
        max_length=120,
        label=_("Objet du message"),
        error_messages={"required": _("Donnez un objet au message.")},
    )
    words = forms.CharField(
        max_length=4000,
        label=_("Message aux auteurs"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Écrivez le message.")},
    )


def _entrust(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    return assign_person(proposal=proposal, agent=data["agent"], actor=actor)


def _put_off(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    return put_off(proposal=proposal, due_on=data["due_on"], reason=data["reason"], actor=actor)


def _write(proposal: Proposal, data: dict[str, Any], actor: User) -> bool:
    if not write_to_authors(
        proposal=proposal, title=data["title"], words=data["words"], actor=actor
    ):
        raise Refused(Refusal("no_author", _("Cette idée n’a plus d’auteur à qui écrire.")))
    return True


def _act(code: str, label: Any, order: int, form: Any, apply: Any) -> BulkAct:
    def made(process: Process, data: Any = None) -> forms.Form:
        filled: forms.Form = form(data)
        return filled

    return BulkAct(code, label, order, made, may_change_in_bulk, apply)


ACTS = [
    _act("person", _("Confier à une personne"), 12, PersonForm, _entrust),
    _act("due", _("Changer l’échéance"), 14, DueForm, _put_off),
    _act("message", _("Écrire aux auteurs"), 70, MessageForm, _write),
]
