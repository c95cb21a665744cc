"""When a lot starts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel import clock
from preau.ui.forms import DayField, PlainForm

NOW, LATER = "now", "later"


class StartForm(PlainForm):
    """Now, or at a day and an hour of the city."""

    when = forms.ChoiceField(
        label=gettext_lazy("Quand agir\u00a0?"),
        choices=[(NOW, gettext_lazy("Maintenant")), (LATER, gettext_lazy("À une date"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites quand agir.")},
    )
    day = DayField(required=False, label=gettext_lazy("Jour"))
    hour = forms.TimeField(
        required=False,
        label=gettext_lazy("Heure"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": gettext_lazy("Donnez une heure comme 09:00.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = None
        if data.get("when") != LATER or self.errors:
            return data
        for name, lack in (("day", _("Donnez une date.")), ("hour", _("Donnez une heure."))):
            if data.get(name) is None:
                self.add_error(name, lack)
        if self.errors:
            return data
        at = timezone.make_aware(datetime.combine(data["day"], data["hour"]))
        if at <= clock.now():
            self.add_error("day", _("Ce moment est passé. Choisissez une date à venir."))
        data["at"] = at
        return data
