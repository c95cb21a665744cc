"""The texts in the back office: taken in, read through, published."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..models import Consultation
from ..queries import passages_of, texts_of
from ..writing import add_text, delete_text, move_text, publish_version, set_consultation
from .access import frame, load_desk_consultation, load_desk_text
from .forms import SettingsForm, TextForm


def refusal_to_write(request: HttpRequest, consultation: Consultation) -> Refusal | None:
    """Those who run the process prepare its texts."""
    return may_run_process(request.user, consultation.step.process_id)


@for_agents
def texts(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The texts of the consultation, and what is missing before it opens."""
    consultation = load_desk_consultation(request, process, step)
    if request.method == "POST":
        refusal = refusal_to_write(request, consultation)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        _move(request, consultation)
        return redirect(consultation.desk_url("texts"))
    context = frame(
        consultation,
        "texts",
        texts=texts_of(consultation),
        missing=consultation.step.behaviour.checklist(consultation.step),
        may_write=refusal_to_write(request, consultation) is None,
    )
    return render(request, "texts/desk/texts.html", context)


def _move(request: HttpRequest, consultation: Consultation) -> None:
    """A text one place up or down, as the button says."""
    direction, _mark, slug = request.POST.get("deplacer", "").partition(":")
    text = load_desk_text(consultation, slug[:80])
    move_text(text=text, up=direction == "haut", actor=agent_of(request))
    messages.success(
        request, _("«\u00a0%(title)s\u00a0» a changé de place.") % {"title": text.title}
    )


@for_agents
def settings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Rules, information, time, follow-up: what must be public; and the moderation."""
    consultation = load_desk_consultation(request, process, step)
    refusal = refusal_to_write(request, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    names = SettingsForm.base_fields
    initial = {name: getattr(consultation, name) for name in names}
    form = SettingsForm(request.POST or None, initial=initial, consultation=consultation)
    if request.method == "POST" and form.is_valid():
        set_consultation(
            consultation=consultation, values=form.cleaned_data, actor=agent_of(request)
        )
        messages.success(request, _("Les réglages sont enregistrés."))
        return redirect(consultation.desk_url("settings"))
    status = 422 if form.errors else 200
    context = frame(consultation, "settings", form=form)
    return render(request, "texts/desk/settings.html", context, status=status)


@for_agents
def new_text(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Paste or import; it stays a draft until it is read through."""
    consultation = load_desk_consultation(request, process, step)
    refusal = refusal_to_write(request, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = add_text(
            consultation=consultation,
            title=data["title"],
            intro=data["intro"],
            pieces=form.pieces,
            is_questions=bool(data["is_questions"]),
            actor=agent_of(request),
        )
        messages.success(request, _("Le texte est lu. Vérifiez ses passages, puis publiez-le."))
        return redirect(consultation.desk_url("text", made.slug))
    status = 422 if form.errors else 200
    context = frame(consultation, "texts", form=form)
    return render(request, "texts/desk/new_text.html", context, status=status)


@for_agents
def text(request: HttpRequest, process: str, step: str, text: str) -> HttpResponse:
    """A text as it was read, with its references; published from here."""
    consultation = load_desk_consultation(request, process, step)
    found = load_desk_text(consultation, text)
    version = found.draft or found.current
    if request.method == "POST":
        refusal = refusal_to_write(request, consultation)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        return _gesture(request, consultation, text)
    context = frame(
        consultation,
        "texts",
        text=found,
        version=version,
        lines=passages_of(version) if version else [],
        may_write=refusal_to_write(request, consultation) is None,
    )
    return render(request, "texts/desk/text.html", context)


def _gesture(request: HttpRequest, consultation: Consultation, slug: str) -> HttpResponse:
    found = load_desk_text(consultation, slug)
    gesture = request.POST.get("geste")
    draft = found.draft
    if gesture == "publier" and draft is not None:
        note = request.POST.get("note", "").strip()[:4000]
        publish_version(version=draft, note=note, actor=agent_of(request))
        messages.success(request, _("Le texte est publié."))
    elif gesture == "supprimer" and found.current is None:
        delete_text(text=found, actor=agent_of(request))
        messages.success(request, _("Le texte est supprimé."))
        return redirect(consultation.desk_url("texts"))
    else:
        messages.warning(request, _("Ce texte a changé entre-temps. Rien n’a été fait."))
    return redirect(consultation.desk_url("text", found.slug))
