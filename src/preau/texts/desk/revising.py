"""The next version of a text: its passages written again, each change with its reasons."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..models import Consultation, Passage, Text
from ..writing import edit_passage, insert_passage, remove_passage, start_version
from .access import frame, load_desk_consultation, load_desk_text
from .analysis_forms import PassageForm
from .writing import refusal_to_write


@for_agents
def start(request: HttpRequest, process: str, step: str, text: str) -> HttpResponse:
    """A copy of the version that is read, to work on; the one under way if there is one."""
    consultation = load_desk_consultation(request, process, step)
    refusal = refusal_to_write(request, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = load_desk_text(consultation, text)
    if request.method == "POST" and found.draft is None:
        start_version(text=found, actor=agent_of(request))
        messages.success(request, _("La nouvelle version est prête à être écrite."))
    return redirect(consultation.desk_url("text", found.slug))


@for_agents
def passage(request: HttpRequest, process: str, step: str, text: str, key: str) -> HttpResponse:
    """One passage of the draft: changed, followed by a new one, or removed."""
    consultation = load_desk_consultation(request, process, step)
    refusal = refusal_to_write(request, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = _load(consultation, load_desk_text(consultation, text), key)
    numbers = found.credits.values_list("contribution__number", flat=True)
    initial = {
        "title": found.title,
        "body": found.body,
        "reason": found.reason,
        "numbers": ", ".join(str(one) for one in sorted(numbers)),
    }
    form = PassageForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        done = _gesture(request, consultation, found, form)
        if done is not None:
            return done
    context = frame(
        consultation,
        "texts",
        passage=found,
        text=found.version.text,
        form=form,
        menu_url=consultation.desk_url("texts"),
    )
    status = 422 if form.errors else 200
    return render(request, "texts/desk/passage.html", context, status=status)


def _load(consultation: Consultation, text: Text, key: str) -> Passage:
    if text.draft is None:
        raise Http404
    passage = get_object_or_404(Passage, version=text.draft, key=key)
    passage.version = text.draft
    return passage


def _gesture(
    request: HttpRequest, consultation: Consultation, passage: Passage, form: PassageForm
) -> HttpResponse | None:
    """Save, add after, remove; None when the form is to be shown again."""
    actor, gesture = agent_of(request), request.POST.get("geste", "")
    text = passage.version.text
    if gesture == "supprimer":
        remove_passage(passage=passage, actor=actor)
        messages.success(request, _("Ce passage n’est plus dans la nouvelle version."))
        return redirect(consultation.desk_url("text", text.slug))
    if not form.is_valid():
        return None
    if not (form.cleaned_data["title"] or form.cleaned_data["body"]):
        form.add_error("body", _("Écrivez le texte, ou supprimez le passage."))
        return None
    if gesture == "ajouter":
        data = form.cleaned_data
        made = insert_passage(after=passage, body=data["body"], title="", actor=actor)
        edit_passage(
            passage=made,
            title="",
            body=data["body"],
            reason=data["reason"],
            numbers=data["numbers"],
            actor=actor,
        )
        messages.success(request, _("Passage %(number)s ajouté.") % {"number": made.number})
        return redirect(f"{consultation.desk_url('text', text.slug)}#{made.key}")
    unknown = edit_passage(passage=passage, actor=actor, **form.cleaned_data)
    if unknown:
        said = ", ".join(str(one) for one in unknown)
        messages.warning(request, _("Numéros inconnus\u00a0: %(numbers)s.") % {"numbers": said})
    messages.success(request, _("Passage enregistré."))
    return redirect(f"{consultation.desk_url('text', text.slug)}#{passage.key}")
