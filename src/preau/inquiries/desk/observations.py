"""The register as the commissioner works on it: filters, then one sheet per observation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..commission import (
    Cut,
    answer_point,
    cut_alike,
    drop_point,
    mask_attachment,
    mask_passage,
    publish_observations,
    write_point,
)
from ..documents import served_apart
from ..models import Attachment, Channel, Inquiry, Mask, Observation, Point
from ..policies import may_answer, may_conduct, may_read_all
from ..queries import as_shown
from ..search import Chosen, page_of
from ..suspicions import suspicions
from .access import frame, load_desk_inquiry
from .forms import LONGEST, PointForm

VIEWS = ("toutes", "a-relire", "sans-point", "hors-delai")


def _chosen(request: HttpRequest, inquiry: Inquiry) -> Chosen:
    """The observations that the filters keep, in order."""
    view, theme = request.GET.get("vue", ""), request.GET.get("theme", "")
    channel = request.GET.get("voie", "")
    return Chosen(
        inquiry,
        request.GET.get("q", "").strip()[:120],
        is_late=view == "hors-delai",
        is_published=False if view == "a-relire" else None,
        is_uncut=view == "sans-point",
        theme=int(theme[:18]) if theme.isdecimal() else None,
        likeness=request.GET.get("pareilles", "")[:16],
        channel=channel if channel in Channel.values else "",
    )


@for_agents
def observations(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """All of them by page; those waiting are published together from here."""
    inquiry = load_desk_inquiry(request, process, step)
    if request.method == "POST":
        return _publish(request, inquiry)
    page = page_of(_chosen(request, inquiry), request.GET.get("page"))
    context = frame(
        request,
        inquiry,
        "observations",
        page=page,
        shown=as_shown(list(page.object_list)),
        themes=list(inquiry.themes.all()),
        chosen=request.GET,
        channels=Channel.choices,
        views=[
            ("toutes", _("Toutes")),
            ("a-relire", _("À publier")),
            ("sans-point", _("Sans point")),
            ("hors-delai", _("Hors délai")),
        ],
    )
    return render(request, "inquiries/desk/observations.html", context)


def _publish(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    refusal = may_conduct(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    chosen = [int(one[:18]) for one in request.POST.getlist("one") if one.isdecimal()]
    found = Observation.objects.filter(inquiry=inquiry, pk__in=chosen)
    done = publish_observations(inquiry=inquiry, observations=found, actor=agent_of(request))
    words = ngettext("%(n)s observation publiée.", "%(n)s observations publiées.", done)
    messages.success(request, words % {"n": done})
    return redirect(request.get_full_path())


def load_observation(inquiry: Inquiry, ref: str) -> Observation:
    """« 12 », or « L3 » for a late one."""
    late, digits = ref.startswith("L"), ref.removeprefix("L")
    if not digits.isdecimal():
        raise Http404
    found = get_object_or_404(Observation, inquiry=inquiry, is_late=late, number=int(digits[:9]))
    found.inquiry = inquiry
    return found


@for_agents
def sheet(request: HttpRequest, process: str, step: str, ref: str) -> HttpResponse:
    """One observation: its text, what is masked, its points, its copies."""
    inquiry = load_desk_inquiry(request, process, step)
    observation = load_observation(inquiry, ref)
    if request.method != "POST":
        return _sheet(request, inquiry, observation, PointForm(inquiry))
    judge = may_answer if request.POST.get("do") == "answer" else may_conduct
    refusal = judge(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    done = _gesture(request, inquiry, observation)
    if isinstance(done, PointForm):
        return _sheet(request, inquiry, observation, done, status=422)
    if isinstance(done, Refusal):
        fault = f"{done.reason} {done.remedy}"
        return _sheet(
            request, inquiry, observation, PointForm(inquiry), mask_fault=fault, status=422
        )
    return redirect(inquiry.desk_url("sheet", ref))


def _sheet(
    request: HttpRequest,
    inquiry: Inquiry,
    observation: Observation,
    form: PointForm,
    *,
    mask_fault: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; ``mask_fault`` says why nothing was masked, beside what was typed."""
    reads_all = may_read_all(inquiry, request.user)
    alike = Observation.objects.filter(inquiry=inquiry, likeness=observation.likeness)
    context = frame(
        request,
        inquiry,
        "observations",
        one=as_shown([observation])[0],
        text=observation.text if reads_all else observation.public_text,
        suspicions=suspicions(observation.public_text) if reads_all else [],
        reasons=Mask.Reason.choices,
        points=list(observation.points.select_related("theme", "assigned_to")),
        form=form,
        alike=alike.count() - 1 if observation.likeness else 0,
        ref=observation.ref,
        mask_fault=mask_fault,
        passage=request.POST.get("passage", "") if mask_fault else "",
        mask_reason=request.POST.get("reason", "") if mask_fault else "",
    )
    return render(request, "inquiries/desk/sheet.html", context, status=status)


def _gesture(
    request: HttpRequest, inquiry: Inquiry, observation: Observation
) -> Refusal | PointForm | None:
    do, actor, reason = request.POST.get("do"), agent_of(request), request.POST.get("reason", "")
    if do == "mask":
        passage = request.POST.get("passage", "").replace("\r\n", "\n")
        masked = mask_passage(observation=observation, passage=passage, reason=reason, actor=actor)
        return _said(request, masked)
    if do == "mask_file":
        attachment = get_object_or_404(
            Attachment.objects.select_related("observation__inquiry"),
            observation=observation,
            pk=_id(request, "attachment"),
        )
        masked = mask_attachment(attachment=attachment, reason=reason, actor=actor)
        return _said(request, masked)
    if do == "publish":
        publish_observations(inquiry=inquiry, observations=[observation], actor=actor)
        messages.success(request, _("L’observation est publiée."))
    if do in ("drop", "answer"):
        point = get_object_or_404(Point, observation=observation, pk=_id(request, "point"))
        point.observation = observation
        if do == "drop":
            drop_point(point=point, actor=actor)
        else:
            words = request.POST.get("words", "").strip()[:LONGEST]
            answer_point(point=point, answer=words, actor=actor)
            messages.success(request, _("Réponse enregistrée\u00a0: elle entre au mémoire."))
    if do in ("point", "point_all"):
        return _point(request, inquiry, observation, to_all=do == "point_all")
    return None


def _said(request: HttpRequest, done: Mask | Refusal) -> Refusal | None:
    if isinstance(done, Refusal):
        return done
    messages.success(request, _("Masqué au registre public. L’original reste scellé."))
    return None


def _id(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed[:18]) if typed.isdecimal() else 0


def _point(
    request: HttpRequest, inquiry: Inquiry, observation: Observation, *, to_all: bool
) -> PointForm | None:
    form = PointForm(inquiry, request.POST)
    if not form.is_valid():
        return form
    said: dict[str, Any] = form.cleaned_data
    cut = Cut(said["text"], said["theme"], said["parcel"], said["assigned_to"], said["note"])
    actor = agent_of(request)
    if to_all:
        done = cut_alike(observation=observation, cut=cut, actor=actor)
        words = ngettext("%(n)s copie reçoit ce point.", "%(n)s copies reçoivent ce point.", done)
        messages.success(request, words % {"n": done})
    else:
        write_point(observation=observation, cut=cut, actor=actor)
        messages.success(request, _("Point ajouté."))
    return None


@for_agents
def attachment(
    request: HttpRequest, process: str, step: str, ref: str, order: int
) -> HttpResponseBase:
    """A document joined to an observation; a masked one opens for who conducts only."""
    inquiry = load_desk_inquiry(request, process, step)
    observation = load_observation(inquiry, ref)
    found = get_object_or_404(
        Attachment.objects.select_related("document"), observation=observation, order=order
    )
    if found.masks.exists() and not may_read_all(inquiry, request.user):
        raise Http404
    return served_apart(found.document)
