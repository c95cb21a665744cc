"""Who may vote, in the back office: the rules, the lists, the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.processes.requirements import sentences_of

from ..checking import see_document
from ..groups import set_group
from ..help import whom_to_call
from ..models import Electorate
from ..preview import figures_of
from ..rolls import HEADS, empty_roll, import_roll, read_roll
from ..rules import Rungs, kinds_in, rungs_of, set_rungs
from .access import for_electorate, may_check, may_read, may_set
from .forms import CheckForm, GroupForm, RungsForm, TableForm


@for_electorate(may_read)
def overview(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    """The rules in sentences, what each list holds, and what may be done."""
    rungs, step = rungs_of(electorate), electorate.step
    context = {
        "process": step.process,
        "step": step,
        "sentences": sentences_of(step),
        "figures": figures_of(electorate, rungs),
        "rungs": kinds_in(rungs),
        "help": whom_to_call(step),
        "frozen": may_set(request.user, step),
        "may_check": may_check(request.user, step) is None,
        "warnings": _warnings(electorate, rungs),
    }
    return render(request, "electorate/desk/overview.html", context)


def _warnings(electorate: Electorate, asked: Rungs) -> list[str]:
    """What would stop everybody at the door, or whoever chooses a proof that nobody can give."""
    said, rungs = [], kinds_in(asked)
    if "roll" in rungs and not electorate.lines.exists():
        said.append(
            _("La liste est vide\u00a0: personne ne pourrait voter. Importez-la.")
            if "roll" in asked
            else _("La liste est vide\u00a0: cette preuve ne servirait à personne. Importez-la.")
        )
    if "code" in rungs and not electorate.codes.filter(revoked_at__isnull=True).exists():
        said.append(
            _("Aucun code n’a été fait\u00a0: personne ne pourrait voter. Faites des lettres.")
        )
    if "group" in rungs and not electorate.members.exists():
        said.append(_("Le groupe n’a aucune adresse. Donnez-en la liste."))
    if "document" in rungs and not electorate.place:
        said.append(_("Dites où montrer une pièce\u00a0: les personnes ne le sauraient pas."))
    return said


@for_electorate(may_set)
def rules(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    form = RungsForm(electorate, rungs_of(electorate), request.POST or None)
    if request.method == "POST" and form.is_valid():
        refusal = set_rungs(
            electorate=electorate,
            rungs=form.wanted(),
            place=form.cleaned_data["place"],
            phone=form.cleaned_data["phone"],
            actor=agent_of(request),
        )
        if refusal is None:
            messages.success(request, _("Les règles sont enregistrées."))
            return redirect("electorate_desk:overview", electorate.step.process.slug)
        form.add_error("rungs", f"{refusal.reason} {refusal.remedy}")
    context = {"process": electorate.step.process, "form": form, "step": electorate.step}
    return render(request, "electorate/desk/rules.html", context)


@for_electorate(may_set)
def roll(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    """Read the file and say what it would do; write on the second button."""
    process, form = electorate.step.process, TableForm(request.POST or None, request.FILES or None)
    context = {"process": process, "form": form, "heads": HEADS, "held": electorate.lines.count()}
    if request.method != "POST":
        return render(request, "electorate/desk/roll.html", context)
    if request.POST.get("do") == "empty":
        count = empty_roll(electorate=electorate, actor=agent_of(request))
        messages.success(request, _("La liste est effacée\u00a0: %(n)s personnes.") % {"n": count})
        return redirect("electorate_desk:roll", process.slug)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if request.POST.get("do") == "write":
            done = import_roll(electorate=electorate, text=text, actor=agent_of(request))
            if not done.fault:
                messages.success(request, _imported(len(done.people)))
                return redirect("electorate_desk:overview", process.slug)
            context["report"] = done
        else:
            context["report"] = read_roll(electorate, text)
    return render(request, "electorate/desk/roll.html", context)


def _imported(count: int) -> str:
    words = ngettext(
        "%(n)s personne ajoutée à la liste.", "%(n)s personnes ajoutées à la liste.", count
    )
    return words % {"n": count}


@for_electorate(may_set)
def group(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    form = GroupForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        count = set_group(electorate=electorate, emails=form.emails(), actor=agent_of(request))
        messages.success(request, _("Le groupe a %(n)s adresses.") % {"n": count})
        return redirect("electorate_desk:overview", electorate.step.process.slug)
    context = {
        "process": electorate.step.process,
        "form": form,
        "held": electorate.members.count(),
    }
    return render(request, "electorate/desk/group.html", context)


@for_electorate(may_check)
def check(request: HttpRequest, electorate: Electorate) -> HttpResponse:
    """The desk where documents are seen; one person after the other."""
    form = CheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = see_document(
            step=electorate.step, email=form.cleaned_data["email"], actor=agent_of(request)
        )
        if not isinstance(answer, Refusal):
            words = _("C’est noté pour %(email)s. Rien d’autre n’est gardé.")
            messages.success(request, words % {"email": answer.email})
            return redirect("electorate_desk:check", electorate.step.process.slug)
        form.add_error("email", f"{answer.reason} {answer.remedy}")
    context = {"process": electorate.step.process, "form": form, "at": clock.now()}
    return render(request, "electorate/desk/check.html", context)
