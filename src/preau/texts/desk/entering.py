"""Collective entry: workshops, letters and registers typed in with their origin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.files import keep_upload
from preau.questions.models import Upload
from preau.ui.words import number as counted

from ..analysing import enter_contribution, open_gathering
from ..models import Consultation, Gathering
from ..policies import may_enter
from ..taking import Report, blank, read, take
from .access import frame, load_desk_consultation
from .analysis_forms import EntryForm, GatheringForm, TableForm

#: Contributions of a gathering shown below the form, the latest first.
SHOWN = 50


@for_agents
def gatherings(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The gatherings of the consultation, and a new one."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_enter(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    is_post = request.method == "POST"
    form = GatheringForm(*([request.POST, request.FILES] if is_post else []))
    if is_post and form.is_valid():
        data = dict(form.cleaned_data)
        upload = _keep(request, data.pop("file"))
        made = open_gathering(
            consultation=consultation, upload=upload, actor=agent_of(request), **data
        )
        return redirect(consultation.desk_url("gathering", made.pk))
    known = Gathering.objects.filter(consultation=consultation).annotate(n=Count("contributions"))
    context = frame(consultation, "gatherings", form=form, gatherings=known)
    status = 422 if form.errors else 200
    return render(request, "texts/desk/gatherings.html", context, status=status)


def _keep(request: HttpRequest, file: Any) -> Upload | None:
    if not file:
        return None
    made = keep_upload(upload=file, person=request.user, visitor="")
    return Upload.objects.get(key=made["key"])


def _load(request: HttpRequest, consultation: Consultation, pk: int) -> Gathering:
    found = get_object_or_404(
        Gathering.objects.select_related("upload"), consultation=consultation, pk=pk
    )
    found.consultation = consultation
    return found


@for_agents
def gathering(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """One gathering: its contributions, typed one after the other."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_enter(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = _load(request, consultation, pk)
    kept = {"passage": request.GET.get("passage", "")}
    is_post = request.method == "POST"
    form = EntryForm(request.POST if is_post else None, consultation=consultation, initial=kept)
    if is_post and form.is_valid():
        made = enter_contribution(
            gathering=found,
            passage=form.cleaned_data["passage"],
            words=form.words(),
            author_name=form.cleaned_data["author_name"],
            actor=agent_of(request),
        )
        said = _("Avis n°\u00a0%(number)s saisi. Au suivant.") % {"number": made.number}
        messages.success(request, said)
        return redirect(f"{consultation.desk_url('gathering', pk)}?passage={made.passage_id}")
    entered = found.contributions.select_related("passage").order_by("-number")[:SHOWN]
    context = frame(consultation, "gatherings", gathering=found, form=form, entered=entered)
    status = 422 if form.errors else 200
    return render(request, "texts/desk/gathering.html", context, status=status)


@for_agents
def take_in(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponse:
    """Many lines of a file at once: what each would do first, then all of them."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_enter(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = _load(request, consultation, pk)
    is_post = request.method == "POST"
    form = TableForm(*([request.POST, request.FILES] if is_post else []))
    report: Report | None = None
    if is_post and form.is_valid():
        words = form.cleaned_data["words"]
        if request.POST.get("geste") == "importer":
            done = take(gathering=found, text=words, actor=agent_of(request))
            said = ngettext("%(n)s avis importé.", "%(n)s avis importés.", done.new)
            messages.success(request, said % {"n": counted(done.new)})
            return redirect(consultation.desk_url("gathering", pk))
        report = read(found, words)
        form = TableForm(initial={"pasted": words})
    context = frame(consultation, "gatherings", gathering=found, form=form, report=report)
    status = 422 if form.errors or (report and report.fault) else 200
    return render(request, "texts/desk/take_in.html", context, status=status)


@for_agents
def blank_file(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The file to fill."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_enter(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    response = HttpResponse(blank(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="modele-avis.csv"'
    return response


@for_agents
def minutes(request: HttpRequest, process: str, step: str, pk: int) -> HttpResponseBase:
    """The file kept with a gathering, for agents."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_enter(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    upload = _load(request, consultation, pk).upload
    if upload is None or not default_storage.exists(upload.path):
        raise Http404
    file = default_storage.open(upload.path)
    return FileResponse(file, as_attachment=True, filename=upload.name, content_type=upload.kind)
