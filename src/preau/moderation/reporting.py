"""The form by which anyone reports a contribution, whatever its kind."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.accounts.visitors import visitor_token
from preau.processes.models import Process
from preau.ui.forms import PlainForm

from .actions import report
from .models import Report
from .motives import CHOICES


class ReportForm(PlainForm):
    """What is wrong, from the list of motives, and a few words."""

    motive = forms.ChoiceField(
        label=_("Ce qui ne va pas"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un motif.")},
    )
    words = forms.CharField(
        label=_("Précisez"),
        help_text=_("Lu par la modération seulement."),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
    )


def report_from(
    request: HttpRequest,
    form: ReportForm,
    *,
    kind: str,
    subject_id: int,
    process: Process,
    author: User | None,
) -> Report:
    """Keep what a valid form says, with or without an account; once per person."""
    person = request.user if isinstance(request.user, User) else None
    return report(
        kind=kind,
        subject_id=subject_id,
        process=process,
        author=author,
        reporter=f"a{person.pk}" if person else visitor_token(request),
        person=person,
        motive=form.cleaned_data["motive"],
        words=form.cleaned_data["words"],
    )
