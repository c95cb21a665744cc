"""The table of the polling place: a person is looked up on the roll, marked, and given a ballot."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.electorate.shown import asked_at_table
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, refused_in_desk

from ..models import Contest, Election
from .access import contest_of, for_clerks, printed
from .forms import MarkForm
from .policies import may_enter
from .queries import marked_on_paper
from .roll import mark_on_paper


@for_clerks
def table(request: HttpRequest, election: Election) -> HttpResponse:
    contests = printed(election)
    refusal = may_enter(request.user, contests[0]) if contests else None
    if refusal is not None:
        return refused_in_desk(request, refusal)
    known = Contest.objects.filter(pk__in=[one.pk for one in contests])
    form = MarkForm(
        known,
        request.POST if request.method == "POST" else None,
        initial={"contest": request.GET.get("bulletin", "")},
    )
    form.only_ask(asked_at_table(election.step))
    answer: bool | Refusal | None = None
    if request.method == "POST" and form.is_valid():
        contest = contest_of(election, form.cleaned_data["contest"].slug)
        answer = mark_on_paper(contest=contest, identity=form.identity(), actor=agent_of(request))
        if not isinstance(answer, Refusal):
            _say(request, contest, is_instead=answer)
            back = redirect("voting_paper:table", election.step.process.slug)
            back["Location"] += f"?bulletin={contest.pk}"
            return back
        if answer.code == "several_alike":
            form.ask_zone()
    context = {
        "process": election.step.process,
        "form": form,
        "refusal": answer,
        "marked": marked_on_paper(election),
    }
    return render(request, "voting/paper/table.html", context)


def _say(request: HttpRequest, contest: Contest, *, is_instead: bool) -> None:
    said = {"title": contest.title}
    if is_instead:
        words = _(
            "Émargé. Le bulletin en ligne de cette personne est écarté : remettez-lui un bulletin « %(title)s »."
        )
    else:
        words = _("Émargé. Remettez à cette personne un bulletin « %(title)s ».")
    messages.success(request, words % said)
