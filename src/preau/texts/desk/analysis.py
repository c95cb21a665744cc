"""Reading the contributions: the table, each sheet, themes, families, answers, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel.sheets import csv_lines
from preau.kernel.spreadsheets import ODS, XLSX, write_ods, write_xlsx
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.ui.words import number as counted

from ..analysing import give_tag, group_alike
from ..answering import MOST_AT_ONCE, answer, replies_to_regret, take_back
from ..exporting import desk_heads, desk_rows
from ..models import Consultation, Contribution, Reply
from ..policies import may_analyse
from .access import frame, load_desk_consultation
from .analysis_forms import AnswerForm
from .selecting import PER_PAGE, choices, read_filters, selected


@for_agents
def table(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """All contributions, filtered; themes and answers for those ticked or for the whole filter."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_analyse(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    form = AnswerForm()
    if request.method == "POST":
        done = _act(request, consultation)
        if isinstance(done, HttpResponse):
            return done
        form = done
    filters = read_filters(request.GET)
    found = selected(consultation, filters).select_related("passage", "gathering")
    page = Paginator(found.prefetch_related("taggings__tag"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = frame(
        consultation,
        "table",
        page=page,
        filters=filters,
        choices=choices(consultation),
        asked=request.GET,
        form=form,
        query=request.GET.urlencode(),
        ticked=request.POST.getlist("avis"),
        regrets=replies_to_regret(consultation),
        **_counts(consultation),
    )
    status = 422 if form.errors else 200
    return render(request, "texts/desk/table.html", context, status=status)


def _counts(consultation: Consultation) -> dict[str, int]:
    """Contributions and distinct texts, both: a form letter is many voices and one text."""
    found = Contribution.objects.filter(consultation=consultation)
    found = found.exclude(state=Contribution.State.WITHDRAWN)
    counted = found.aggregate(
        total=Count("pk"),
        families=Count("family", distinct=True),
        ungrouped=Count("pk") - Count("family"),
    )
    return {
        "total": counted["total"],
        "distinct": counted["families"] + counted["ungrouped"],
        "ungrouped": counted["ungrouped"],
    }


def _act(request: HttpRequest, consultation: Consultation) -> HttpResponse | AnswerForm:
    """What the buttons of the table do; a form with errors comes back to the page."""
    actor, gesture = agent_of(request), request.POST.get("geste", "")
    here = f"{consultation.desk_url('table')}?{request.GET.urlencode()}"
    if gesture == "familles":
        total, texts = group_alike(consultation=consultation, actor=actor)
        said = _("%(total)s avis, %(texts)s textes différents.")
        numbers = {"total": counted(total), "texts": counted(texts)}
        messages.success(request, said % numbers)
        return redirect(here)
    if gesture == "annuler":
        _take_back(request, consultation)
        return redirect(here)
    ids = _chosen(request, consultation)
    if not ids:
        messages.warning(request, _("Cochez des avis, ou choisissez tout le filtre."))
        return redirect(here)
    if gesture in ("theme", "sans-theme"):
        name = request.POST.get("name", "").strip()[:60]
        if not name:
            messages.warning(request, _("Écrivez le nom du thème."))
            return redirect(here)
        wanted = gesture == "theme"
        n = give_tag(consultation=consultation, ids=ids, name=name, wanted=wanted, actor=actor)
        said = ngettext("Thème changé pour %(n)s avis.", "Thème changé pour %(n)s avis.", n)
        messages.success(request, said % {"n": counted(n)})
        return redirect(here)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return form
    n = answer(consultation=consultation, ids=ids, actor=actor, **form.cleaned_data)
    said = ngettext(
        "Réponse donnée à %(n)s avis. L’auteur est prévenu dans trente minutes.",
        "Réponse donnée à %(n)s avis. Les auteurs sont prévenus dans trente minutes.",
        n,
    )
    messages.success(request, said % {"n": counted(n)})
    return redirect(here)


def _take_back(request: HttpRequest, consultation: Consultation) -> None:
    """Undo an answer whose mails still wait; says what could not be put back."""
    raw = request.POST.get("reponse", "")
    found = Reply.objects.filter(consultation=consultation, pk=int(raw) if raw.isdecimal() else 0)
    reply = found.first()
    if reply is None:
        messages.warning(request, _("Cette réponse n’existe plus. Rien n’a changé."))
        return
    reply.consultation = consultation
    n, kept = take_back(reply=reply, actor=agent_of(request))
    said = ngettext(
        "La réponse à %(n)s avis est annulée\u00a0: aucun e-mail ne part.",
        "La réponse à %(n)s avis est annulée\u00a0: aucun e-mail ne part.",
        n,
    )
    messages.success(request, said % {"n": counted(n)})
    if kept:
        said = ngettext(
            "%(n)s avis garde la réponse donnée depuis.",
            "%(n)s avis gardent la réponse donnée depuis.",
            kept,
        )
        messages.warning(request, said % {"n": counted(kept)})


def _chosen(request: HttpRequest, consultation: Consultation) -> list[int]:
    if request.POST.get("tout") == "1":
        found = selected(consultation, read_filters(request.GET))
        return list(found.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return [int(raw) for raw in request.POST.getlist("avis") if raw.isdecimal() and len(raw) < 18]


@for_agents
def sheet(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """One contribution: its words, its look-alikes, its themes, its answer."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_analyse(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = (
        Contribution.objects.filter(consultation=consultation, number=number)
        .select_related("passage__version__text", "gathering", "outcome_by")
        .prefetch_related("sources__upload", "taggings__tag", "taggings__by")
        .first()
    )
    if found is None:
        raise Http404
    initial = {"outcome": found.outcome, "reason": found.outcome_reason}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actor = agent_of(request)
        answer(consultation=consultation, ids=[found.pk], actor=actor, **form.cleaned_data)
        messages.success(
            request, _("La réponse est publiée\u00a0; l’auteur est prévenu dans trente minutes.")
        )
        return redirect(consultation.desk_url("sheet", number))
    alike = Contribution.objects.filter(consultation=consultation, family=found.family)
    context = frame(
        consultation,
        "table",
        one=found,
        form=form,
        alike=alike.exclude(pk=found.pk).count() if found.family else 0,
        menu_url=consultation.desk_url("texts"),
        regrets=replies_to_regret(consultation),
    )
    status = 422 if form.errors else 200
    return render(request, "texts/desk/sheet.html", context, status=status)


@for_agents
def families_page(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Texts sent by several people, the most frequent first."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_analyse(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    found = Contribution.objects.filter(consultation=consultation, family__isnull=False)
    grouped = (
        found.exclude(state=Contribution.State.WITHDRAWN)
        .values("family")
        .annotate(n=Count("pk"), distinct=Count("text_key", distinct=True), first=Min("number"))
        .filter(n__gt=1)
        .order_by("-n", "first")[:200]
    )
    lines: list[dict[str, Any]] = [dict(line) for line in grouped]
    words = Contribution.objects.in_bulk([line["family"] for line in lines])
    for line in lines:
        line["one"] = words.get(line["family"])
    context = frame(consultation, "families", lines=lines, **_counts(consultation))
    return render(request, "texts/desk/families.html", context)


@for_agents
def export(request: HttpRequest, process: str, step: str, format: str) -> HttpResponseBase:
    """All contributions as a file, without a name: CSV, XLSX or ODS."""
    consultation = load_desk_consultation(request, process, step)
    refusal = may_analyse(request.user, consultation)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    process_id = consultation.step.process_id
    record(
        actor=agent_of(request),
        verb="exported_contributions",
        subject=consultation,
        process_id=process_id,
        format=format,
    )
    name = f"avis-{consultation.step.process.slug}.{format}"
    if format == "csv":
        lines = csv_lines(desk_heads(), desk_rows(consultation))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    sheets: list[Any] = [(_("Avis"), desk_heads(), desk_rows(consultation))]
    write, kind = (write_xlsx, XLSX) if format == "xlsx" else (write_ods, ODS)
    return FileResponse(write(sheets), as_attachment=True, filename=name, content_type=kind)
