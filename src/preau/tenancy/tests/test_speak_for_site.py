"""The database speaks for one site at a time, also when something fails on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from preau.tenancy.addresses import absolute_url
from preau.tenancy.jobs import each_site, for_site
from preau.tenancy.middleware import LANGUAGE_COOKIE, SiteMiddleware
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import current_site, use_site


def _spoken() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('preau.site', true)")
        return str(cursor.fetchone()[0])


def _fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def test_give_outer_site_back(site: Any, other_site: Any) -> None:
    with use_site(other_site):
        assert _spoken() == str(other_site.pk)
    assert _spoken() == str(site.pk)


def test_let_the_first_error_through(site: Any, other_site: Any) -> None:
    """What failed inside is what the caller hears, and the outer site speaks again."""
    with pytest.raises(DataError), transaction.atomic(), use_site(other_site):
        _fail()
    assert _spoken() == str(site.pk)


def test_stream_as_the_request_was(site: Any) -> None:
    """What is written after the view returned has its site, its language and its address."""
    host = Domain.objects.filter(site=site).first()
    assert host is not None

    def view(request: HttpRequest) -> StreamingHttpResponse:
        def lines() -> Any:
            yield f"{current_site().pk} {get_language()} {absolute_url('/x/')}"

        return StreamingHttpResponse(lines())

    request = RequestFactory().get("/", headers={"host": f"{host.host}:8123"})
    request.COOKIES[LANGUAGE_COOKIE] = "en"
    with use_site(None):
        response: Any = SiteMiddleware(view)(request)
        body = b"".join(response.streaming_content).decode()
    assert body == f"{site.pk} en http://{host.host}:8123/x/"


def test_do_work_of_other_sites_when_one_fails(site: Any, other_site: Any) -> None:
    done: list[Site] = []

    def work() -> None:
        if current_site() == site:
            raise ValueError("bad data")
        done.append(current_site())

    with pytest.raises(ExceptionGroup):
        each_site(work)
    assert other_site in done


def test_speak_again_after_a_rollback(site: Any, other_site: Any) -> None:
    """PostgreSQL takes back what it was told inside; the next statement tells it again."""
    for back in (True, False):
        with transaction.atomic(), use_site(other_site):
            assert _spoken() == str(other_site.pk)
            transaction.set_rollback(back)
        assert _spoken() == str(site.pk)
        with use_site(other_site):
            assert _spoken() == str(other_site.pk)
    with use_site(None):
        assert _spoken() == ""


def test_end_the_jobs_of_a_deleted_site(site: Any, other_site: Any) -> None:
    """The worker does what is asked for a site that is there, and nothing for one that left."""
    done: list[str] = []
    job = for_site(lambda: done.append(_spoken()))
    gone = other_site.pk
    job(site_id=gone)
    other_site.delete()
    job(site_id=gone)
    assert done == [str(gone)]
