"""Entering a preview by its link; changing who looks and when; leaving."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from preau.ui.forms import DayField, PlainForm

from ..actions import link_of
from ..middleware import KEY, preview_of
from ..personas import PERSONAS


class SwitchForm(PlainForm):
    """Who looks, and when."""

    persona = forms.ChoiceField(
        label=_("Vu par"), choices=[(code, one.label) for code, one in PERSONAS.items()]
    )
    day = DayField(label=_("Le"), required=False, help_text=_("Vide\u00a0: aujourd’hui."))


@never_cache
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The address that was given: from now on this browser sees the draft."""
    link = link_of(key)
    if link is None:
        raise Http404
    request.session[KEY] = {"link": link.pk, "persona": "visiteur", "at": ""}
    return redirect("public:process", link.process.slug)


@never_cache
def switch(request: HttpRequest) -> HttpResponse:
    """The settings of the preview, or its end."""
    preview = preview_of(request)
    if preview is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "leave":
        del request.session[KEY]
        return render(request, "previews/left.html", {"process": preview.link.process})
    day = timezone.localdate(preview.at) if preview.at else None
    known = {"persona": preview.persona.code, "day": day}
    form = SwitchForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        at = timezone.make_aware(datetime.combine(day, time(12))).isoformat() if day else ""
        held = {"link": preview.link.pk, "persona": form.cleaned_data["persona"], "at": at}
        request.session[KEY] = held
        return redirect("public:process", preview.link.process.slug)
    context = {"preview": preview, "form": form}
    status = 422 if form.errors else 200
    return render(request, "previews/switch.html", context, status=status)
