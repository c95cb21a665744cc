"""One small form for each act of a realisation's sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Service
from preau.kernel import clock
from preau.ui.forms import DayField, EurosField, PlainForm

from ..models import Delivery, Milestone


def _today() -> date:
    return timezone.localdate(clock.now())


class SeenForm(PlainForm):
    """Remembers which version it was filled in upon."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class AssignForm(SeenForm):
    service = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        label=gettext_lazy("Service chargé du projet"),
        empty_label=gettext_lazy("Aucun pour l’instant"),
    )
    promised_on = DayField(
        label=gettext_lazy("Promis pour"),
        required=False,
        help_text=gettext_lazy("Cette date est publique et ne change plus une fois donnée."),
    )

    def __init__(self, delivery: Delivery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delivery = delivery
        field = self.fields["service"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Service.objects.all()
        if delivery.promised_on is not None:
            self.fields["promised_on"].disabled = True


class StateForm(SeenForm):
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=Delivery.State.choices)
    done_on = DayField(label=gettext_lazy("Réalisé le"), required=False)
    motive = forms.CharField(
        required=False,
        max_length=600,
        label=gettext_lazy("Motif"),
        help_text=gettext_lazy("Public. Obligatoire pour un abandon ou un retard."),
        widget=forms.Textarea,
    )

    def __init__(self, delivery: Delivery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delivery = delivery

    def clean_done_on(self) -> date | None:
        done_on: date | None = self.cleaned_data["done_on"]
        if done_on is not None and done_on > _today():
            raise forms.ValidationError(_("Cette date est à venir : le projet n’est pas réalisé."))
        return done_on

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        state, motive = found.get("state"), (found.get("motive") or "").strip()
        if state == Delivery.State.DROPPED and not motive:
            self.add_error("motive", _("Dites pourquoi le projet est abandonné."))
        elif state and state != Delivery.State.DROPPED and not motive and self._is_late(found):
            self.add_error("motive", _("Le projet est en retard : dites pourquoi."))
        found["motive"] = motive
        return found

    def _is_late(self, found: dict[str, Any]) -> bool:
        promised = self.delivery.promised_on
        is_done = found.get("state") == Delivery.State.DONE
        day: date = (found.get("done_on") if is_done else None) or _today()
        return promised is not None and day > promised


class SpendingForm(SeenForm):
    spent = EurosField(
        label=gettext_lazy("Dépensé à ce jour, en euros"),
        error_messages={"required": gettext_lazy("Donnez un montant, même nul.")},
    )
    why = forms.CharField(
        required=False,
        max_length=240,
        label=gettext_lazy("Ce qui explique ce montant"),
        help_text=gettext_lazy("Gardé au journal de la démarche."),
    )


class MilestoneForm(PlainForm):
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Étape"),
        error_messages={"required": gettext_lazy("Donnez un nom à l’étape.")},
    )
    planned_on = DayField(label=gettext_lazy("Date annoncée"))


class MoveForm(SeenForm):
    """A milestone moved, with its motive, or done."""

    planned_on = DayField(label=gettext_lazy("Nouvelle date"), required=False)
    motive = forms.CharField(
        required=False, max_length=240, label=gettext_lazy("Motif du décalage")
    )
    done_on = DayField(label=gettext_lazy("Faite le"), required=False)

    def __init__(self, one: Milestone, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.one = one

    def clean_done_on(self) -> date | None:
        done_on: date | None = self.cleaned_data["done_on"]
        if done_on is not None and done_on > _today():
            raise forms.ValidationError(_("Cette date est à venir : l’étape n’est pas faite."))
        return done_on

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        planned_on = found.get("planned_on")
        is_moved = planned_on is not None and planned_on != self.one.planned_on
        if is_moved and not (found.get("motive") or "").strip():
            self.add_error("motive", _("Dites pourquoi la date change."))
        return found


class NewsForm(PlainForm):
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Titre"),
        error_messages={"required": gettext_lazy("Donnez un titre à la nouvelle.")},
    )
    text = forms.CharField(
        max_length=3000,
        label=gettext_lazy("Texte"),
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Écrivez la nouvelle.")},
    )
    photo = forms.FileField(required=False, label=gettext_lazy("Photo"))
    alt = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Décrivez la photo"),
        help_text=gettext_lazy("Pour les personnes qui ne la voient pas."),
    )

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if found.get("photo") and not (found.get("alt") or "").strip():
            self.add_error("alt", _("Décrivez la photo en une phrase."))
        return found
