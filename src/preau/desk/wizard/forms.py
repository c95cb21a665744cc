"""The questions that every new process is asked."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import DayField, PlainForm

from .sources import CLOSES, OPENS, Span


class WordsForm(PlainForm):
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        max_length=120,
        error_messages={"required": gettext_lazy("Donnez un titre à la démarche.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("Promesse en une phrase"),
        help_text=gettext_lazy("Ce que la collectivité s’engage à faire de ce qui sera dit."),
        max_length=240,
        error_messages={"required": gettext_lazy("Écrivez la promesse, en une phrase.")},
    )


class FirstDayForm(PlainForm):
    first = DayField(label=gettext_lazy("Premier jour de la première étape"))


class DatesForm(PlainForm):
    """A day of opening and a day of closing by step; hours stay those that were proposed."""

    def __init__(self, spans: list[Span], data: Any = None) -> None:
        super().__init__(data)
        self.spans = spans
        for place, span in enumerate(spans):
            for name, label, moment in (
                ("opens", gettext_lazy("Ouvre le"), span.opens_at),
                ("closes", gettext_lazy("Se termine le"), span.closes_at),
            ):
                field = DayField(label=label, required=name == "opens" and moment is not None)
                field.initial = timezone.localdate(moment) if moment else None
                self.fields[f"{name}_{place}"] = field

    def rows(self) -> list[tuple[Span, Any, Any]]:
        """Each step with its two fields."""
        return [
            (span, self[f"opens_{place}"], self[f"closes_{place}"])
            for place, span in enumerate(self.spans)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        before: date | None = None
        for place, span in enumerate(self.spans):
            opens, closes = data.get(f"opens_{place}"), data.get(f"closes_{place}")
            if closes and opens and closes < opens:
                self.add_error(f"closes_{place}", _("L’étape se termine avant de commencer."))
            elif span.closes_at is not None and not closes and f"closes_{place}" not in self.errors:
                self.add_error(f"closes_{place}", _("Donnez le dernier jour de cette étape."))
            if opens and before and opens < before:
                self.add_error(f"opens_{place}", _("L’étape ouvrirait avant la précédente."))
            before = opens or before
        return data

    def dated(self) -> list[Span]:
        """The steps, at the days that were typed."""
        data = self.cleaned_data
        return [
            Span(
                span.title,
                _moved(data[f"opens_{place}"], span.opens_at, OPENS),
                _moved(data[f"closes_{place}"], span.closes_at, CLOSES),
            )
            for place, span in enumerate(self.spans)
        ]


def _moved(day: date | None, before: datetime | None, hour: time) -> datetime | None:
    """That day at the hour that stood before."""
    if day is None:
        return None
    kept = timezone.localtime(before).time() if before else hour
    return timezone.make_aware(datetime.combine(day, kept))
