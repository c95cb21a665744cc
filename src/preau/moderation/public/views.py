"""What an author reads of a decision, the appeal, and moderation in numbers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from preau.kernel import clock
from preau.processes.access import refused
from preau.ui.forms import PlainForm

from ..actions import appeal
from ..models import Case
from ..policies import may_appeal
from ..queries import numbers, shown


class AppealForm(PlainForm):
    words = forms.CharField(
        label=gettext_lazy("Pourquoi cette décision ne vous paraît pas juste"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Écrivez vos raisons.")},
    )


@never_cache
def decision(request: HttpRequest, token: str) -> HttpResponse:
    """Reached by the secret address of the mail: the decision, its rule, the appeal."""
    found = get_object_or_404(Case.objects.select_related("process"), token=token)
    refusal = may_appeal(found, clock.now())
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if refusal is not None:
            return refused(request, refusal)
        if form.is_valid():
            late = appeal(case=found, words=form.cleaned_data["words"])
            if late is not None:
                return refused(request, late)
            messages.success(request, _("Votre recours est reçu. Une autre personne le lira."))
            return redirect(found.get_absolute_url())
    lines = shown([found])
    context = {
        "case": found,
        "process": found.process,
        "described": lines[0].described if lines else None,
        "motive": found.said_motive,
        "form": None if refusal else form,
        "refusal": refusal,
    }
    status = 422 if form.errors else 200
    return render(request, "moderation/decision.html", context, status=status)


def numbers_page(request: HttpRequest) -> HttpResponse:
    """How many contributions were hidden, and why: no name, no text."""
    lines = numbers()
    hidden = sum(count for _label, count in lines)
    return render(request, "moderation/numbers.html", {"lines": lines, "hidden": hidden})
