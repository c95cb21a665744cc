"""The directory, one's own sheet, and the benchmarks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import demand
from preau.processes.desk_access import agent_of, for_agents
from preau.processes.models import Process
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm

from ..actions import leave, save_member
from ..models import Member
from ..policies import may_join
from ..queries import benchmark, directory, own_member, size_of
from .frame import for_members, page

_WORDS = ("name", "population", "presentation", "contact_name", "contact_email")
LABELS = {
    "ideas": gettext_lazy("Idées pour 1\u00a0000 habitants"),
    "supports": gettext_lazy("Soutiens pour 1\u00a0000 habitants"),
    "answered": gettext_lazy("Idées qui ont leur réponse, en\u00a0%"),
}


class MemberForm(PlainForm):
    """How the city is seen by the others; each process is chosen."""

    name = forms.CharField(label=gettext_lazy("Nom de la collectivité"), max_length=120)
    population = forms.IntegerField(
        label=gettext_lazy("Habitants"), min_value=1, max_value=100_000_000
    )
    presentation = forms.CharField(
        label=gettext_lazy("Ce que vous faites, en quelques phrases"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Qui répond aux autres collectivités"), max_length=120
    )
    contact_email = forms.EmailField(label=gettext_lazy("Son adresse e-mail"))
    processes = forms.ModelMultipleChoiceField(
        Process.objects.none(),
        required=False,
        label=gettext_lazy("Démarches montrées"),
        widget=forms.CheckboxSelectMultiple,
    )
    compares = forms.BooleanField(
        required=False,
        label=gettext_lazy("Donner nos chiffres aux repères, sans nom, et lire ceux des autres"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["processes"]
        field.queryset = Process.objects.filter(state=Process.State.PUBLISHED)
        if not field.queryset.exists():
            self.fields.pop("processes")


@for_agents
def home(request: HttpRequest) -> HttpResponse:
    """The directory; to others, what the network is and who may enter it."""
    member, words = own_member(), request.GET.get("mots", "").strip()[:80]
    if member is None:
        may = may_join(request.user) is None
        return page(request, "outside", None, "home", may_join=may)
    found = Paginator(directory(words), 50).get_page(request.GET.get("page"))
    context = {"page": found, "words": words, "may_join": may_join(request.user) is None}
    return page(request, "directory", member, "home", **context)


@for_agents
def join(request: HttpRequest) -> HttpResponse:
    actor = agent_of(request)
    demand(may_join(actor))
    member = own_member()
    if request.method == "POST" and request.POST.get("do") == "leave":
        if leave(actor=actor):
            messages.success(
                request, _("La collectivité a quitté le réseau, et ce qu’elle y avait écrit.")
            )
        return redirect("network_desk:home")
    form = MemberForm(request.POST or None, initial=_known(member))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        save_member(
            actor=actor,
            processes=list(data.pop("processes", ())),
            compares=data.pop("compares"),
            **data,
        )
        messages.success(request, _("La fiche de la collectivité est enregistrée."))
        return redirect("network_desk:home")
    return page(request, "join", member, "home", form=form)


def _known(member: Member | None) -> dict[str, Any]:
    if member is None:
        return {"name": current_site().name, "contact_email": current_site().contact_email}
    titles = [title for title, _url in member.processes]
    return {
        **{name: getattr(member, name) for name in _WORDS},
        "compares": member.compares,
        "processes": list(Process.objects.filter(title__in=titles).values_list("pk", flat=True)),
    }


@for_members
def marks(request: HttpRequest, member: Member) -> HttpResponse:
    rows = [(LABELS.get(one.key, one.key), one) for one in benchmark(member)]
    return page(request, "marks", member, "marks", rows=rows, size=size_of(member)[2])
