"""Form pieces that the browser's own controls do badly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .words import NB


class DateParts(forms.MultiWidget):
    """A date in three fields: day, month, year; no calendar to fight with."""

    template_name = "ui/date_parts.html"
    is_date_parts = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = False) -> None:
        names = ("bday-day", "bday-month", "bday-year") if birth else ("off", "off", "off")
        widgets: dict[str, Any] = {
            part: forms.TextInput(
                attrs={"inputmode": "numeric", "maxlength": length, "autocomplete": complete}
            )
            for part, length, complete in zip(
                ("day", "month", "year"), (2, 2, 4), names, strict=True
            )
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """A day of the calendar typed as three numbers."""

    def __init__(self, *, birth: bool = False, **options: Any) -> None:
        parts = [forms.CharField(max_length=4) for _part in range(3)]
        options.setdefault(
            "error_messages", {"required": _("Écrivez le jour, le mois et l’année.")}
        )
        super().__init__(parts, widget=DateParts(birth=birth), require_all_fields=True, **options)

    def compress(self, data_list: list[str]) -> date | None:
        if not data_list:
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            return date(year, month, day)
        except ValueError as error:
            raise forms.ValidationError(
                _("Cette date n’existe pas. Écrivez par exemple 27 3 1989.")
            ) from error


class DayField(forms.DateField):
    """A day picked in the browser's own calendar, or typed where it has none."""

    default_error_messages = {
        "required": _("Donnez une date."),
        "invalid": _("Donnez une date comme 12/06/2027."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, **options)


class MomentField(forms.DateTimeField):
    """A day and an hour, in the site's own time."""

    default_error_messages = {
        "required": _("Donnez un jour et une heure."),
        "invalid": _("Donnez un jour et une heure comme 12/06/2027 18:00."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **options)


class EurosField(forms.CharField):
    """An amount in euros as people type it (« 85 000 », « 1 200,50 € »), kept in cents."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("€", "").replace(",", ".")
        text = "".join(text.split())
        if not text:
            return None
        try:
            cents = Decimal(text) * 100
        except InvalidOperation as error:
            raise forms.ValidationError(_("Donnez un montant comme 85 000.")) from error
        if not cents.is_finite() or cents < 0 or cents != int(cents) or cents >= 10**14:
            raise forms.ValidationError(_("Donnez un montant comme 85 000."))
        return int(cents)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        return None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            euros, cents = divmod(value, 100)
            whole = f"{euros:,}".replace(",", NB)
            return f"{whole},{cents:02d}" if cents else whole
        return value


class PlainForm(forms.Form):
    """A form whose errors come from the server: no browser bubble, no colon after labels.

    Written ``<form method="post" novalidate>`` and shown field by field with ``{% field %}``.
    """

    use_required_attribute = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*arguments, **options)
