from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from preau.kernel import clock
from preau.tenancy.scope import current_site

from ..diary import as_diary
from ..models import Article, Meeting


def news(request: HttpRequest) -> HttpResponse:
    """All the news, the newest first."""
    page = Paginator(Article.objects.read_at(clock.now()), 20).get_page(request.GET.get("page"))
    return render(request, "news/list.html", {"page": page})


def feed(request: HttpRequest) -> HttpResponse:
    """The thirty newest, to follow in a reader of feeds (Atom, RFC 4287)."""
    articles = list(Article.objects.read_at(clock.now())[:30])
    site = current_site()
    context = {"site": site, "articles": articles, "at": articles[0].opens_at if articles else None}
    return render(request, "news/feed.xml", context, content_type="application/atom+xml")


def article(request: HttpRequest, slug: str) -> HttpResponse:
    readable = Article.objects.read_at(clock.now()).select_related("process")
    return render(request, "news/article.html", {"article": get_object_or_404(readable, slug=slug)})


def diary(request: HttpRequest) -> HttpResponse:
    """Meetings to come, then those of the last year."""
    now = clock.now()
    past = Meeting.objects.announced().filter(ends_at__lte=now, ends_at__gt=now - timedelta(365))
    context = {
        "coming": Meeting.objects.coming(now)[:100],
        "past": past.order_by("-starts_at", "-pk")[:50],
    }
    return render(request, "news/diary.html", context)


def _file(meetings: list[Meeting], name: str) -> HttpResponse:
    site = current_site()
    body = as_diary(meetings, name=site.name, base=site.base_url, at=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def diary_file(request: HttpRequest) -> HttpResponse:
    """The diary to follow: what comes, and the last three months."""
    since = clock.now() - timedelta(days=90)
    recent = Meeting.objects.announced().filter(ends_at__gt=since).order_by("starts_at", "pk")
    return _file(list(recent[:500]), "agenda")


def meeting_file(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.announced(), pk=pk)
    return _file([meeting], f"rencontre-{pk}")
