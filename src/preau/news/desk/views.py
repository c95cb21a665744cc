"""News and meetings in the back office: one list, one form each; 0 is a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.processes.models import Process
from preau.ui.forms import MomentField, PlainForm

from ..actions import delete_announcement, write_article, write_meeting
from ..models import Article, Meeting
from ..policies import may_announce


def _words(label: Any, most: int, missing: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, error_messages={"required": missing}, **options
    )


class ArticleForm(PlainForm):
    title = _words(_("Titre"), 120, _("Donnez un titre."))
    summary = _words(_("Résumé en une phrase"), 240, _("Résumez en une phrase."))
    text = forms.CharField(
        required=False, max_length=12_000, widget=forms.Textarea, label=_("Texte")
    )
    process = forms.ModelChoiceField(
        Process.objects.none(), required=False, label=_("Démarche"), empty_label=_("Aucune")
    )
    opens_at = MomentField(label=_("Parution"))
    is_draft = forms.BooleanField(required=False, label=_("Garder en brouillon"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["process"].queryset = Process.objects.published()  # type: ignore[attr-defined]


class MeetingForm(PlainForm):
    title = _words(_("Titre"), 120, _("Donnez un titre."))
    place = _words(_("Lieu"), 200, _("Dites où."))
    starts_at = MomentField(label=_("Début"))
    ends_at = MomentField(label=_("Fin"))
    text = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea, label=_("Ce qui s’y passe")
    )
    is_draft = forms.BooleanField(required=False, label=_("Garder en brouillon"))
    is_cancelled = forms.BooleanField(
        required=False, label=_("La rencontre est annulée\u00a0: elle reste à l’agenda et le dit")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("La fin vient après le début."))
        return data


def section(person: User) -> tuple[Any, str] | None:
    """The line of the desk's menu."""
    if may_announce(person) is not None:
        return None
    return _("Actualités et agenda"), reverse("news_desk:list")


@for_agents
def announcements(request: HttpRequest) -> HttpResponse:
    refusal = may_announce(agent_of(request))
    if refusal is not None:
        return refused_in_desk(request, refusal)
    context = {
        "articles": Article.objects.order_by("-opens_at", "-pk")[:100],
        "meetings": Meeting.objects.order_by("-starts_at", "-pk")[:100],
        "now": clock.now(),
    }
    return render(request, "news/desk/list.html", context)


def _edit(
    request: HttpRequest, kind: type[Any], pk: int, form_class: type[PlainForm], write: Any
) -> HttpResponse:
    person = agent_of(request)
    refusal = may_announce(person)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    held: Model | None = get_object_or_404(kind, pk=pk) if pk else None
    initial = vars(held) | {"process": getattr(held, "process_id", None)} if held else {}
    form = form_class(initial=initial or {"opens_at": clock.now()})
    if request.method == "POST":
        if request.POST.get("do") == "delete" and held is not None:
            delete_announcement(thing=held, actor=person)  # type: ignore[arg-type]
            messages.success(request, say("C’est effacé."))
            return redirect("news_desk:list")
        form = form_class(request.POST)
        if form.is_valid():
            write(form.cleaned_data, held, person)
            messages.success(request, say("C’est enregistré."))
            return redirect("news_desk:list")
    context: dict[str, Any] = {"form": form, "held": held, "is_meeting": kind is Meeting}
    context["menu_url"] = reverse("news_desk:list")
    return render(request, "news/desk/form.html", context)


@for_agents
def article(request: HttpRequest, pk: int) -> HttpResponse:
    def write(words: dict[str, Any], held: Any, person: User) -> None:
        write_article(words=words, article=held, actor=person)

    return _edit(request, Article, pk, ArticleForm, write)


@for_agents
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    def write(words: dict[str, Any], held: Any, person: User) -> None:
        write_meeting(words=words, meeting=held, actor=person)

    return _edit(request, Meeting, pk, MeetingForm, write)
