"""What was typed in the form of a lot, kept as posted and read again when it runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from preau.proposals.desk.acts import bulk_acts

from .models import Lot

#: Names of the page that are not answers.
_OURS = {"csrfmiddlewaretoken", "act", "stage", "scope", "pick", "numbers", "move"}


def to_keep(posted: QueryDict) -> dict[str, list[str]]:
    """The answers of a posted form, as plain JSON."""
    return {name: list(values) for name, values in posted.lists() if name not in _OURS}


def form_of(lot: Lot) -> forms.Form:
    """The form of the lot's act, bound to what was typed."""
    data = QueryDict(mutable=True)
    kept: Iterable[tuple[str, list[str]]] = lot.asked.items()
    for name, values in kept:
        data.setlist(name, values)
    form: forms.Form = bulk_acts.get(lot.act).form(lot.process, data)
    return form


def answers_of(lot: Lot) -> dict[str, Any] | None:
    """The cleaned answers; None when they mean nothing any more (a service was deleted, say)."""
    form = form_of(lot)
    return form.cleaned_data if form.is_valid() else None
