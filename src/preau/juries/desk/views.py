"""The jury in the back office: how far it is, its members, its grid, its rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from preau.kernel.refusal import Refusal, Refused
from preau.processes.desk_access import agent_of, refused_in_desk
from preau.ui.words import number

from ..giving import declare_conflict, lift_conflict, plan, share_out
from ..models import Conflict, Juror, Jury, Reading
from ..policies import may_open, may_set, may_share
from ..queries import applications, grid_of, members_of, progress_by_juror
from ..ruling import open_deliberation
from ..setting import end_seat, name_juror, set_jury, write_grid
from .access import for_pilots, frame
from .forms import GridForm, MemberForm, SettingsForm, StateForm


@for_pilots
def home(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Who reads how much and is how far; what lacks readers; what comes next."""
    progress, members = progress_by_juror(jury), members_of(jury)
    found = applications(jury)
    share_refusal = may_share(request.user, jury)
    sharing = plan(jury) if share_refusal is None else None
    numbers = {one.pk: one for one in found}
    given = sum(pair[1] for pair in progress.values())
    context = frame(
        jury,
        "home",
        applications=len(found),
        members=[(one, *progress.get(one.pk, (0, 0))) for one in members],
        done=sum(pair[0] for pair in progress.values()),
        given=given,
        share_refusal=share_refusal,
        sharing=sharing,
        planned=len(sharing.pairs) if sharing else 0,
        shortfalls=[
            (numbers[one.application], one)
            for one in (sharing.shortfalls if sharing else ())
            if one.application in numbers
        ],
        open_refusal=may_open(request.user, jury),
    )
    return render(request, "juries/desk/home.html", context)


@for_pilots
@require_POST
def share(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Give the applications to their readers; done again, it takes in what came since."""
    found = share_out(jury=jury, actor=agent_of(request))
    said = ngettext("%(n)s lecture est donnée.", "%(n)s lectures sont données.", len(found.pairs))
    messages.success(request, said % {"n": number(len(found.pairs))})
    return redirect(jury.desk_url("home"))


@for_pilots
@require_POST
def open_room(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Open the deliberation: marks stop there."""
    place = request.POST.get("place", "").strip()[:160]
    open_deliberation(jury=jury, place=place, actor=agent_of(request))
    messages.success(request, _("La délibération est ouverte\u00a0: les notes ne changent plus."))
    return redirect(jury.desk_url("ranking"))


@for_pilots
def settings(request: HttpRequest, jury: Jury) -> HttpResponse:
    refusal = may_set(request.user, jury)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = SettingsForm(jury, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_jury(jury=jury, settings=form.cleaned_data, actor=agent_of(request))
        messages.success(request, _("Les règles du jury sont enregistrées."))
        return redirect(jury.desk_url("home"))
    status = 422 if form.errors else 200
    return render(
        request, "juries/desk/settings.html", frame(jury, "settings", form=form), status=status
    )


@for_pilots
def grid(request: HttpRequest, jury: Jury) -> HttpResponse:
    """The criteria; once somebody marked, saving them makes a new version, for a reason."""
    held = grid_of(jury)
    form = GridForm(list(held.criteria.all()) if held else [], request.POST or None)
    refusal = may_set(request.user, jury)
    if request.method == "POST":
        if refusal is not None:
            return refused_in_desk(request, refusal)
        if form.is_valid() and _write_grid(request, jury, form):
            return redirect(jury.desk_url("grid"))
    context = frame(
        jury,
        "grid",
        grid=held,
        form=form,
        refusal=refusal,
        older=list(jury.grids.all())[1:],
        begun=Reading.objects.filter(juror__jury=jury, state=Reading.State.DONE).count(),
    )
    status = 422 if form.errors else 200
    return render(request, "juries/desk/grid.html", context, status=status)


def _write_grid(request: HttpRequest, jury: Jury, form: GridForm) -> bool:
    lines, reason = form.lines(), form.reason.cleaned_data["reason"]
    if not lines:
        form.forms[0].add_error("label", _("Écrivez au moins un critère."))
        return False
    try:
        made = write_grid(jury=jury, lines=lines, reason=reason, actor=agent_of(request))
    except Refused as stopped:
        if stopped.refusal.code != "reason_missing":
            raise
        form.reason.add_error("reason", f"{stopped.refusal.reason} {stopped.refusal.rule}")
        return False
    said = _("La grille est enregistrée, version %(version)s.") % {"version": made.version}
    messages.success(request, said)
    return True


@for_pilots
def members(request: HttpRequest, jury: Jury) -> HttpResponse:
    """Who sits, and who is kept away from what."""
    form, state = MemberForm(), _state_form(jury)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "state":
            state = _state_form(jury, request.POST)
            answer = _state(request, jury, state)
        else:
            form = MemberForm(request.POST)
            answer = _name(request, jury, form)
        if answer is not None:
            return answer
    conflicts = Conflict.objects.filter(juror__jury=jury).select_related("juror", "proposal")
    context = frame(
        jury,
        "members",
        members=members_of(jury),
        gone=list(jury.jurors.exclude(left_at=None)),
        conflicts=list(conflicts.order_by("juror_id", "proposal__number")),
        progress=progress_by_juror(jury),
        form=form,
        state=state,
        refusal=may_set(request.user, jury),
        both=[form, state],
    )
    status = 422 if form.errors or state.errors else 200
    return render(request, "juries/desk/members.html", context, status=status)


def _state_form(jury: Jury, data: Any = None) -> StateForm:
    return StateForm(members_of(jury), applications(jury), data)


def _name(request: HttpRequest, jury: Jury, form: MemberForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        made = name_juror(jury=jury, actor=agent_of(request), **form.cleaned_data)
    except Refused as stopped:
        code = stopped.refusal.code
        if code not in ("sits_already", "presided", "erased"):
            raise
        said = f"{stopped.refusal.reason} {stopped.refusal.remedy}".strip()
        form.add_error("role" if code == "presided" else "email", said)
        return None
    said = _("%(name)s siège dans le jury. Un message l’en avertit.") % {"name": made.name}
    messages.success(request, said)
    return redirect(jury.desk_url("members"))


def _state(request: HttpRequest, jury: Jury, form: StateForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    juror = get_object_or_404(Juror, jury=jury, pk=form.cleaned_data["juror"])
    juror.jury = jury
    number = form.cleaned_data["number"]
    proposal = next((one for one in applications(jury) if one.number == number), None)
    if proposal is None:
        raise Http404
    answer = declare_conflict(
        juror=juror,
        proposal=proposal,
        reason=form.cleaned_data["reason"],
        actor=agent_of(request),
    )
    if isinstance(answer, Refusal):
        return refused_in_desk(request, answer)
    messages.success(request, _("Le lien est écrit\u00a0: ce membre est écarté du dossier."))
    return redirect(jury.desk_url("members"))


@for_pilots
@require_POST
def end(request: HttpRequest, jury: Jury, seat: int) -> HttpResponse:
    """Somebody leaves the jury; their files go to others."""
    juror = get_object_or_404(Juror, jury=jury, pk=seat, left_at=None)
    juror.jury = jury
    end_seat(juror=juror, actor=agent_of(request))
    messages.success(request, _("%(name)s ne siège plus.") % {"name": juror.name})
    return redirect(jury.desk_url("members"))


@for_pilots
@require_POST
def lift(request: HttpRequest, jury: Jury, conflict: int) -> HttpResponse:
    """A tie written by mistake is taken away, for a reason."""
    found = get_object_or_404(
        Conflict.objects.select_related("juror", "proposal"), juror__jury=jury, pk=conflict
    )
    found.juror.jury = jury
    reason = request.POST.get("reason", "").strip()[:400]
    if not reason:
        return refused_in_desk(
            request,
            Refusal(
                "reason_missing",
                _("Dites pourquoi ce lien n’en est pas un."),
                remedy=_("Revenez à la page des membres et écrivez le motif."),
            ),
        )
    lift_conflict(conflict=found, reason=reason, actor=agent_of(request))
    messages.success(request, _("Le lien est retiré."))
    return redirect(jury.desk_url("members"))
