"""The links of a process: made, listed, withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import demand
from preau.processes.desk_access import agent_of, for_agents, load_desk_process
from preau.tenancy.addresses import absolute_url
from preau.ui.forms import PlainForm

from ..actions import key_of, make_link, withdraw_link
from ..models import PreviewLink


class LinkForm(PlainForm):
    note = forms.CharField(
        label=gettext_lazy("Pour qui"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Pour vous y retrouver\u00a0: «\u00a0le comité de suivi\u00a0»."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Le lien vaut"),
        choices=[
            ("1", gettext_lazy("Un jour")),
            ("7", gettext_lazy("Une semaine")),
            ("30", gettext_lazy("Un mois")),
        ],
        coerce=int,
        initial="7",
    )


@for_agents
def links(request: HttpRequest, process: str) -> HttpResponse:
    found, actor = load_desk_process(request, process), agent_of(request)
    demand(may_run_process(actor, found.pk))
    asked, _sep, pk = request.POST.get("do", "").partition("-")
    form = LinkForm(request.POST if asked == "make" else None)
    if asked == "withdraw" and pk.isdecimal():
        link = PreviewLink.objects.filter(process=found, pk=pk).first()
        if link is not None and withdraw_link(link=link, actor=actor):
            messages.success(request, _("Le lien ne montre plus rien."))
        return redirect("previews_desk:links", found.slug)
    if asked == "make" and form.is_valid():
        make_link(process=found, **form.cleaned_data, actor=actor)
        messages.success(request, _("Le lien est prêt\u00a0: copiez-le, ou ouvrez-le."))
        return redirect("previews_desk:links", found.slug)
    at = clock.now()
    rows = PreviewLink.objects.filter(process=found).select_related("created_by")[:50]
    context: dict[str, Any] = {
        "process": found,
        "form": form,
        "links": [
            (one, one.is_live(at), absolute_url(reverse("previews:enter", args=[key_of(one)])))
            for one in rows
        ],
    }
    return render(request, "previews/desk_links.html", context, status=422 if form.errors else 200)
