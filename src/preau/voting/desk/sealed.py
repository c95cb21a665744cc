"""« Urne scellée » in the back office: the board's key, its trial, and the opening by three."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, load_desk_process, refused_in_desk
from preau.processes.models import Process

from ..actions import confirm_trial, open_boxes, register_key, set_secret
from ..models import BallotKey, Contest, Election, Opening
from ..policies import may_register_key, may_unseal
from ..queries import election_of
from ..sealed.box import STEP
from ..sealed.ceremony import BOX_FORMAT
from ..sealed.opening import sealed_of
from .forms import KeyForm, OpeningForm, SecretForm, TrialForm

#: What a board types on its own machine.
COMMANDS = {
    "make": "./preau ceremony make cles",
    "test": "./preau ceremony test essai.json part-1.txt part-3.txt part-4.txt",
    "join": "./preau ceremony join part-1.txt part-3.txt part-4.txt",
}


def load_vote(request: HttpRequest, process: str) -> tuple[Process, Election, Refusal | None]:
    """The process, its election, and why this agent may not run it; 404 without an election."""
    found = load_desk_process(request, process)
    step = found.step_of_kind("vote")
    election = election_of(step) if step is not None else None
    if election is None:
        raise Http404
    return found, election, may_run_process(request.user, found.pk)


@sensitive_post_parameters()
@for_agents
def page(request: HttpRequest, process: str) -> HttpResponse:
    """Where the sealed boxes of a vote stand, and the one act that comes next."""
    found, election, refusal = load_vote(request, process)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    contests = list(election.contests.all())
    sealed = [one for one in contests if one.is_secret]
    key = BallotKey.objects.filter(election=election).first()
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, asked, contests)
    act = _ACTS.get(asked)
    if act is not None and forms[asked].is_valid():
        answer = act(election, forms[asked].cleaned_data, agent_of(request))
        if not isinstance(answer, Refusal):
            messages.success(request, _said(asked))
            return redirect("voting_desk:sealed", found.slug)
        forms[asked].add_error(None, f"{answer.reason} {answer.remedy}".strip())
    context = {
        "process": found,
        "contests": contests,
        "sealed": sealed,
        "key": key,
        "openings": list(Opening.objects.filter(contest__in=sealed).select_related("contest")),
        "may_prepare": may_register_key(election) is None,
        "may_open": bool(sealed) and may_unseal(sealed) is None,
        "forms": forms,
        "wrong": forms.get(asked),
        "commands": COMMANDS,
    }
    return render(request, "voting/desk/sealed.html", context)


def _forms(request: HttpRequest, asked: str, contests: list[Contest]) -> dict[str, Any]:
    """The form of each act; only the one that was sent is read."""

    def data(name: str) -> Any:
        return request.POST if asked == name else None

    def files(name: str) -> Any:
        return request.FILES if asked == name else None

    return {
        "secret": SecretForm(contests, data("secret")),
        "key": KeyForm(data("key"), files("key")),
        "trial": TrialForm(data("trial")),
        "open": OpeningForm(data("open"), files("open")),
    }


_ACTS: dict[str, Callable[[Election, dict[str, Any], Any], Any]] = {
    "secret": lambda election, said, actor: set_secret(
        election=election, contests={int(pk) for pk in said["contests"]}, actor=actor
    ),
    "key": lambda election, said, actor: register_key(
        election=election, public_key=said["key"], publishes=said["publishes"], actor=actor
    ),
    "trial": lambda election, said, actor: confirm_trial(
        election=election, phrase=said["phrase"], actor=actor
    ),
    "open": lambda election, said, actor: open_boxes(
        election=election, private_key=said["key"], actor=actor
    ),
}


def _said(act: str) -> str:
    """What is said when an act is done."""
    return {
        "secret": _("Les scrutins secrets sont enregistrés."),
        "key": _("La clé est enregistrée. Faites maintenant l’essai."),
        "trial": _("L’essai est réussi : trois parts ouvrent ce qui est scellé."),
        "open": _("L’urne est ouverte et dépouillée."),
    }[act]


@for_agents
@require_GET
def trial(request: HttpRequest, process: str) -> HttpResponse:
    """The trial to open with three parts, away from the site."""
    _found, election, refusal = load_vote(request, process)
    key = BallotKey.objects.filter(election=election).first()
    if refusal is not None or key is None:
        return refused_in_desk(request, refusal or Refusal("no_key", _("Aucune clé à essayer.")))
    said = {"public_key": key.public_key, "length": STEP, "sealed": bytes(key.test_sealed).hex()}
    return _file(said, "essai.json")


@for_agents
@require_GET
def box(request: HttpRequest, process: str) -> HttpResponse:
    """The closed sealed boxes, for a count apart on the board's own machine."""
    _found, election, refusal = load_vote(request, process)
    closed = election.contests.filter(
        is_secret=True, state__in=(Contest.State.CLOSED, Contest.State.COUNTED)
    )
    if refusal is None and not closed:
        refusal = Refusal("not_closed", _("L’urne n’est pas encore fermée."))
    if refusal is not None:
        return refused_in_desk(request, refusal)
    key = BallotKey.objects.get(election=election)
    contests = [
        {"id": one.pk, "title": one.title, "ballots": [sealed.hex() for sealed in sealed_of(one)]}
        for one in closed
    ]
    said = {"format": BOX_FORMAT, "public_key": key.public_key, "length": key.length}
    return _file({**said, "contests": contests}, "urne.json")


def _file(said: dict[str, Any], name: str) -> HttpResponse:
    response = JsonResponse(said)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
