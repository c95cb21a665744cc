"""« Confirmer » by the short way: the same answer, the same judgements, and else the long way."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from preau.previews.middleware import KEY as PREVIEW
from preau.voting.models import BallotDraft, Contest
from preau.voting.public import memory, short_way
from preau.voting.public.short_way import LONGEST_FORM, ShortWay

pytestmark = pytest.mark.django_db
HOST = "testserver"
SECRET = "s" * 32
FORM = f"csrfmiddlewaretoken={SECRET}"


class Booth:
    """A voter with a ballot to confirm, at the server's own door."""

    def __init__(self, vote: Any, client: Client, voter: Any) -> None:
        self.contest: Contest = vote.gare
        self.client = client
        client.force_login(voter)
        client.get(self.contest.url("choose"))
        self.fill(0)
        self.long_ways: list[str] = []
        self._django = WSGIHandler()

    def fill(self, place: int) -> None:
        BallotDraft.objects.create(
            contest=self.contest,
            visitor=self.client.session["visitor"],
            choices=[self.contest.options.order_by("number")[place].pk],
            updated_at=self.contest.opens_at,
        )

    def confirm(self, *, short: bool = True, form: str = FORM, **more: Any) -> tuple[str, Any]:
        """Status and headers of the answer."""
        said: list[Any] = []
        host = more.pop("HTTP_HOST", HOST)
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": self.contest.url("review"),
            "QUERY_STRING": "",
            "SERVER_NAME": host,
            "SERVER_PORT": "80",
            "HTTP_HOST": host,
            "HTTP_COOKIE": f"sessionid={self.client.cookies['sessionid'].value}; csrftoken={SECRET}",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(form)),
            "wsgi.input": io.BytesIO(form.encode()),
            "wsgi.url_scheme": "http",
            **more,
        }
        way: Any = ShortWay(self._long_way) if short else self._django
        body = way(environ, lambda status, headers, *_: said.extend((status, headers)))
        b"".join(body)
        return said[0], dict(said[1])

    def _long_way(self, environ: Any, start_response: Any) -> Any:
        form = environ["wsgi.input"].read()
        self.long_ways.append(form.decode())
        return self._django(environ | {"wsgi.input": io.BytesIO(form)}, start_response)

    @property
    def ballots(self) -> int:
        return self.contest.ballots.count()


@pytest.fixture
def booth(vote: Any, client: Client, cast: Any, monkeypatch: Any) -> Booth:
    # As Django's own client does: the connection of a test is inside its transaction.
    monkeypatch.setattr(short_way, "close_old_connections", lambda: None)
    monkeypatch.setattr(request_started, "send", lambda **_: [])
    monkeypatch.setattr(request_finished, "send", lambda **_: [])
    return Booth(vote, client, cast.nadia)


def test_answer_as_the_long_way(booth: Booth) -> None:
    """Header for header, over TLS too; only the hour at which it expired is another."""
    for tls in ({}, {"wsgi.url_scheme": "https", "HTTP_REFERER": f"https://{HOST}/"}):
        short_way._dressed.clear()
        status, headers = booth.confirm(**tls)
        assert not booth.long_ways
        booth.fill(1)
        other, long = booth.confirm(short=False, **tls)
        assert headers.pop("Expires")
        assert long.pop("Expires")
        assert (status.split()[0], headers) == (other.split()[0], long)
        assert headers["Location"] == booth.contest.url("receipt")
        booth.fill(0)


def test_put_one_ballot_in_the_box(booth: Booth, monkeypatch: Any) -> None:
    """Session with person, draft with secret, and the vote itself: three statements."""
    monkeypatch.setattr(memory, "BELIEVED", 60.0)
    with CaptureQueriesContext(connection) as said:
        assert booth.confirm()[0].startswith("302")
    spoken = [one["sql"] for one in said if "SAVEPOINT" not in one["sql"]]
    assert len([one for one in spoken if "xmin" not in one]) <= 4, spoken
    assert (booth.ballots, booth.long_ways) == (1, [])
    assert booth.confirm()[0].startswith("302")  # pressed again: what was sent is still there
    assert (booth.ballots, booth.long_ways) == (1, [FORM])


@pytest.mark.parametrize(
    ("form", "more", "status"),
    [
        ("csrfmiddlewaretoken=" + "x" * 32, {}, "403"),
        ("", {}, "403"),
        (FORM, {"HTTP_ORIGIN": "https://elsewhere.example"}, "403"),
        (FORM, {"HTTP_COOKIE": f"csrftoken={SECRET}"}, "302"),
        (FORM, {"HTTP_COOKIE": f"sessionid=nobody; csrftoken={SECRET}"}, "302"),
        (FORM, {"HTTP_HOST": "elsewhere.example"}, "404"),
        (FORM, {"HTTP_HOST": "no/host"}, "400"),
        (FORM, {"PATH_INFO": "/demarches/rien/voter/rien/relire/"}, "404"),
        (FORM + "&more=" + "x" * LONGEST_FORM, {}, "302"),
    ],
)
def test_leave_others_to_the_long_way(
    booth: Booth, form: str, more: dict[str, str], status: str
) -> None:
    """Who forgets the secret of forms, who is nobody, another city: judged as ever, form intact."""
    assert booth.confirm(form=form, **more)[0].startswith(status)
    assert booth.long_ways == [form]


def test_refuse_in_words(booth: Booth, monkeypatch: Any) -> None:
    """The database refuses a suspended box; the long way says so and the draft stays."""
    monkeypatch.setattr(memory, "BELIEVED", 60.0)
    booth.client.get(booth.contest.url("choose"))
    Contest.objects.filter(pk=booth.contest.pk).update(suspended_at=booth.contest.opens_at)
    assert booth.confirm()[0].startswith("403")
    assert (booth.ballots, booth.long_ways, BallotDraft.objects.count()) == (0, [FORM], 1)


def test_leave_previews_to_the_long_way(booth: Booth) -> None:
    session = booth.client.session
    session[PREVIEW] = {"link": 0}
    session.save()
    booth.confirm()
    assert booth.long_ways == [FORM]


def test_survive_a_failure(booth: Booth, monkeypatch: Any, caplog: Any) -> None:
    """Whatever breaks there, the long way begins anew and the ballot is cast."""

    def fail(**_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(short_way, "cast_draft", fail)
    assert booth.confirm()[0].startswith("302")
    assert (booth.ballots, booth.long_ways) == (1, [FORM])
    assert "RuntimeError: broken" in caplog.text
