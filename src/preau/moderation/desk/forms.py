"""What a moderator answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import User
from preau.ui.forms import PlainForm

from ..models import Case
from ..motives import CHOICES


class SettleForm(PlainForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Votre décision"),
        choices=[
            (Case.State.KEPT, gettext_lazy("Laisser en ligne, ou publier")),
            (Case.State.HIDDEN, gettext_lazy("Masquer")),
            (Case.State.REWORD, gettext_lazy("Demander une reformulation")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )
    motive = forms.ChoiceField(
        label=gettext_lazy("Motif, pour masquer ou faire reformuler"),
        choices=[("", gettext_lazy("Aucun")), *CHOICES],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("Ce que lira l’auteur"),
        help_text=gettext_lazy("En plus du motif et de sa règle."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") not in (None, Case.State.KEPT) and not data.get("motive"):
            self.add_error("motive", _("Donnez un motif\u00a0: l’auteur le lira avec sa règle."))
        return data


class PassForm(PlainForm):
    """To whom a contribution is passed on, and what they should look at."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("À qui"),
        queryset=User.objects.none(),
        error_messages={"required": gettext_lazy("Choisissez une personne.")},
    )
    why = forms.CharField(
        label=gettext_lazy("Ce qu’il faut regarder"),
        help_text=gettext_lazy("Lu par cette personne seulement."),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Dites pourquoi vous la transmettez.")},
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in colleagues])
        field.label_from_instance = _full_name


def _full_name(one: User) -> str:
    return one.full_name


class AppealAnswerForm(PlainForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Votre réponse au recours"),
        choices=[
            ("grant", gettext_lazy("Remettre en ligne")),
            ("confirm", gettext_lazy("Confirmer la décision")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    answer = forms.CharField(
        label=gettext_lazy("Vos raisons, lues par l’auteur"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Écrivez vos raisons.")},
    )
