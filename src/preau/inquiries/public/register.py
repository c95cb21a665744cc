"""The register as everyone reads it, and the journal that vouches for it."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from ..documents import served_apart
from ..models import Attachment, Channel, Inquiry, Link, Mask, Timestamp
from ..places import geojson, located
from ..queries import as_shown, figures, published, root_of
from ..search import MOST_COUNTED, Chosen, page_of
from .access import frame, load_inquiry

#: Lines of the journal on a page.
LINES = 50


def register(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """All observations in order, by page; words, a number or a channel choose among them."""
    inquiry = load_inquiry(request, process, step)
    words = request.GET.get("q", "").strip()[:120]
    channel = request.GET.get("voie", "")
    chosen = Chosen(
        inquiry,
        words,
        is_published=True,
        channel=channel if channel in Channel.values else "",
        from_newest=request.GET.get("ordre") != "ancien",
        bound=MOST_COUNTED if words else None,
    )
    root = root_of(inquiry)
    counted = figures(inquiry, root)
    known = None if words or chosen.channel else counted.total - counted.waiting
    page = page_of(chosen, request.GET.get("page"), known)
    context = frame(
        inquiry,
        "register",
        page=page,
        shown=as_shown(list(page.object_list), with_answers=has_answers(inquiry)),
        words=words,
        channel=channel,
        channels=Channel.choices,
        is_many=bool(words) and page.paginator.count >= MOST_COUNTED,
        figures=counted,
        root=root,
        has_places=located(inquiry).exists(),
        on_map=request.GET.get("vue") == "carte",
    )
    return render(request, "inquiries/public/register.html", context)


def has_answers(inquiry: Inquiry) -> bool:
    """The text has the answers of the project owner published as they come (L. 181-10-1 C. env.)."""
    return inquiry.profile.rule("answers_shown") is not None


def places(request: HttpRequest, process: str, step: str) -> StreamingHttpResponse:
    """The published observations that have a point; ``fond`` adds the ground of a map."""
    inquiry = load_inquiry(request, process, step)
    ground = request.GET.get("fond")
    lines = geojson(inquiry, with_ground=ground is not None, with_points=ground != "seul")
    response = StreamingHttpResponse(lines, content_type="application/geo+json")
    if ground is None:
        response["Content-Disposition"] = f'attachment; filename="registre-{process}.geojson"'
    return response


def observation(request: HttpRequest, process: str, step: str, number: int) -> HttpResponse:
    """One observation, at an address that never changes."""
    inquiry = load_inquiry(request, process, step)
    found = get_object_or_404(published(inquiry), number=number)
    return render(
        request,
        "inquiries/public/observation.html",
        frame(
            inquiry,
            "register",
            one=as_shown([found], with_answers=has_answers(inquiry))[0],
        ),
    )


def attachment(
    request: HttpRequest, process: str, step: str, number: int, order: int
) -> HttpResponseBase:
    """A document joined to a published observation, unless it is masked."""
    inquiry = load_inquiry(request, process, step)
    found = get_object_or_404(
        Attachment.objects.select_related("document"),
        observation__in=published(inquiry).filter(number=number),
        order=order,
    )
    if Mask.objects.filter(attachment=found).exists():
        raise Http404
    return served_apart(found.document)


def journal(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """What was done besides observations, the latest first, and the hash that vouches for all."""
    inquiry = load_inquiry(request, process, step)
    found = Link.objects.filter(inquiry=inquiry).exclude(kind="observation").order_by("-place")
    page = Paginator(found, LINES).get_page(request.GET.get("page"))
    context = frame(
        inquiry,
        "journal",
        page=page,
        lines=[(one, json.loads(one.content)) for one in page.object_list],
        root=root_of(inquiry),
        stamp=Timestamp.objects.filter(inquiry=inquiry).last(),
    )
    return render(request, "inquiries/public/journal.html", context)


def stamp(request: HttpRequest, process: str, step: str, place: int) -> HttpResponseBase:
    """The answer of the timestamping authority for one line, as it came."""
    inquiry = load_inquiry(request, process, step)
    found = Timestamp.objects.select_related("document")
    return served_apart(get_object_or_404(found, inquiry=inquiry, place=place).document)


def chain(request: HttpRequest, process: str, step: str) -> HttpResponseBase:
    """Every line of the chain as it was hashed, one JSON object a line."""
    inquiry = load_inquiry(request, process, step)

    def lines() -> Any:
        rows = Link.objects.filter(inquiry=inquiry).values("content", "previous", "hash")
        for row in rows.iterator(chunk_size=2000):
            yield json.dumps(row, ensure_ascii=False) + "\n"

    response = StreamingHttpResponse(lines(), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="journal-{process}.jsonl"'
    return response
