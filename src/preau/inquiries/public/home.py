"""The page of the inquiry: what the order says, how to take part, what was written since."""

from __future__ import annotations

from datetime import UTC, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from preau.kernel import clock
from preau.tenancy.scope import current_site

from ..documents import served_apart
from ..models import Act, Follower, Inquiry
from ..papers.notice import notice_pdf, notice_text
from ..queries import figures
from ..telling import confirm, follow, unfollow
from ..terms import add_months
from .access import frame, load_inquiry

#: What is written once the register is closed, in its order.
CLOSING = ("minutes", "reply", "report", "conclusions", "synthesis", "motives", "review")


def home(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The legal header, the ways to take part, the acts, the report once it is public."""
    inquiry = load_inquiry(request, process, step)
    acts = list(
        Act.objects.filter(inquiry=inquiry, published_at__isnull=False).select_related("document")
    )
    products = [one for one in acts if one.kind in CLOSING]
    publishes = inquiry.profile.rule("publishes")
    report = next((one for one in products if one.kind in ("report", "synthesis")), None)
    until = None
    if report is not None and publishes is not None and report.published_at is not None:
        first = timezone.localdate(report.published_at)
        until = add_months(first, publishes["months"])
    context = frame(
        inquiry,
        "home",
        acts=[one for one in acts if one.kind not in CLOSING],
        products=sorted(products, key=lambda one: CLOSING.index(one.kind)),
        published_until=until,
        permanences=list(inquiry.permanences.all()),
        conductors=[
            one
            for one in inquiry.parties.filter(until=None)
            if one.capacity in ("commissioner", "president", "member")
        ],
        figures=figures(inquiry),
        channels=inquiry.profile.channels,
        closes_soon=_closes_soon(inquiry.step.closes_at),
        first=_other(inquiry, complement=inquiry.pk),
        complement=_other(inquiry, completes=inquiry.pk),
    )
    return render(request, "inquiries/public/home.html", context)


def _other(inquiry: Inquiry, **how: int) -> Inquiry | None:
    """The inquiry that this one completes, or that completes it."""
    if len(inquiry.step.process.ordered_steps) == 1:
        return None
    return Inquiry.objects.filter(**how).select_related("step").first()


def _closes_soon(closes_at: object) -> bool:
    from datetime import datetime

    if not isinstance(closes_at, datetime):
        return False
    return timedelta(0) < closes_at - clock.now() < timedelta(days=3)


def act_file(request: HttpRequest, process: str, step: str, act: int) -> HttpResponseBase:
    """The document of an act that everyone may read."""
    inquiry = load_inquiry(request, process, step)
    found = get_object_or_404(
        Act.objects.select_related("document"), inquiry=inquiry, pk=act, published_at__isnull=False
    )
    if found.document is None:
        raise Http404
    return served_apart(found.document)


def calendar(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Opening, closing and permanences, for any calendar."""
    inquiry = load_inquiry(request, process, step)
    host = current_site().canonical_host
    events = [
        (f"permanence-{one.pk}", one.starts_at, one.ends_at, _("Permanence"), one.place)
        for one in inquiry.permanences.all()
    ]
    title = inquiry.step.process.title
    for code, at, label in (
        ("opening", inquiry.step.opens_at, _("Ouverture de l’enquête publique")),
        ("closing", inquiry.step.closes_at, _("Clôture de l’enquête publique")),
    ):
        if at is not None:
            events.append((code, at, at, label, inquiry.seat))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Preau//FR"]
    for code, start, end, label, place in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:inquiry-{inquiry.pk}-{code}@{host}",
            f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
            f"DTSTART:{start.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{_ics(f'{label} · {title}')}",
            f"LOCATION:{_ics(place)}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    body = "".join(f"{_folded(line)}\r\n" for line in lines)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="enquete-{process}.ics"'
    return response


def _ics(text: str) -> str:
    """Words that a calendar file can hold."""
    for sign, said in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(sign, said)
    return text


def _folded(line: str) -> str:
    """Lines of a calendar are at most 75 bytes; a longer one goes on after a space."""
    pieces, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 73:
            pieces.append(current)
            current = ""
        current += sign
    return "\r\n ".join([*pieces, current])


def notice(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The notice to the public as a tagged PDF."""
    inquiry = load_inquiry(request, process, step)
    response = HttpResponse(notice_pdf(inquiry), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="avis-{process}.pdf"'
    return response


def poster(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The poster in the colour of its procedure, A2 or A3, with its code to scan."""
    inquiry = load_inquiry(request, process, step)
    size = "a3" if request.GET.get("format") == "a3" else "a2"
    response = HttpResponse(notice_pdf(inquiry, size), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="affiche-{size}-{process}.pdf"'
    return response


def press(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """The notice in plain words, for newspapers."""
    inquiry = load_inquiry(request, process, step)
    return HttpResponse(notice_text(inquiry), content_type="text/plain; charset=utf-8")


@require_POST
def subscribe(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Ask for news by mail; the address must say yes."""
    inquiry = load_inquiry(request, process, step)
    email = request.POST.get("email", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        messages.error(request, _("Écrivez une adresse e-mail comme nom@exemple.fr."))
        return redirect(inquiry.url("home") + "#suivre")
    follow(inquiry=inquiry, email=email, language=translation.get_language() or "fr")
    words = _("Un message part à %(email)s\u00a0: ouvrez-le pour confirmer.") % {"email": email}
    messages.success(request, words)
    return redirect(inquiry.url("home") + "#suivre")


@never_cache
def following(request: HttpRequest, process: str, step: str, token: str) -> HttpResponse:
    """Say yes, or no more, from the link of a mail; each by a button."""
    inquiry = load_inquiry(request, process, step)
    follower = get_object_or_404(Follower, inquiry=inquiry, token=token)
    if request.method == "POST":
        if request.POST.get("do") == "leave":
            unfollow(follower=follower)
            messages.success(request, _("Vous ne recevrez plus de nouvelles de cette enquête."))
        else:
            confirm(follower=follower)
            messages.success(request, _("Vous serez prévenu de ce qui change dans l’enquête."))
        return redirect(inquiry.url("home"))
    return render(
        request, "inquiries/public/following.html", frame(inquiry, "home", follower=follower)
    )
