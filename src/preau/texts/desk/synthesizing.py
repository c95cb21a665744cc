"""The synthesis while it is written: figures at hand, quotes by their number, publication."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.forms import PlainForm

from ..policies import may_analyse
from ..showing import shown_figures
from ..synthesis import publish_synthesis, save_synthesis, waiting_answers
from .access import frame, load_desk_consultation
from .writing import refusal_to_write


class SynthesisForm(PlainForm):
    words = forms.CharField(
        label=gettext_lazy("La synthèse"),
        help_text=gettext_lazy(
            "Une ligne vide sépare les paragraphes, «\u00a0-\u00a0» ouvre une liste. [[12]] cite l’avis n°\u00a012."
        ),
        required=False,
        max_length=60_000,
        widget=forms.Textarea,
    )


@for_agents
def synthesis(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Write, count again, publish."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_analyse(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    is_post = request.method == "POST"
    initial = {"words": consultation.synthesis}
    form = SynthesisForm(request.POST if is_post else None, initial=initial)
    if is_post:
        refusal = refusal_to_write(request, consultation)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        if form.is_valid():
            words, actor = form.cleaned_data["words"], agent_of(request)
            if request.POST.get("geste") == "publier" and not words.strip():
                form.add_error("words", _("Écrivez la synthèse avant de la publier."))
            elif request.POST.get("geste") == "publier":
                publish_synthesis(consultation=consultation, words=words, actor=actor)
                messages.success(request, _("La synthèse est publiée."))
                return redirect(consultation.desk_url("synthesis"))
            else:
                save_synthesis(consultation=consultation, words=words, actor=actor)
                messages.success(request, _("La synthèse est enregistrée, les chiffres à jour."))
                return redirect(consultation.desk_url("synthesis"))
    context = frame(
        consultation,
        "synthesis",
        form=form,
        shown=shown_figures(consultation),
        waiting=waiting_answers(consultation),
        may_write=refusal_to_write(request, consultation) is None,
        is_open=consultation.step.is_open,
    )
    status = 422 if form.errors else 200
    return render(request, "texts/desk/synthesis.html", context, status=status)
