"""Text messages leave by the way that is set, once, and leave nothing behind."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest
from django.db import transaction

from preau.messaging import senders, texts
from preau.messaging.models import Text
from preau.messaging.senders import by_http, can_send
from preau.messaging.texts import MOST_ATTEMPTS, deliver_now, send_text

HTTP = "preau.messaging.senders.by_http"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[urllib.request.Request]:
    """What would have left for the operator's gateway."""
    settings.PREAU_TEXT_SENDER, settings.PREAU_TEXT_URL = HTTP, "https://sms.example/send"
    settings.PREAU_TEXT_TOKEN = "jeton"
    left: list[urllib.request.Request] = []

    class Answer:
        def __enter__(self) -> None:
            """Nothing to read."""

        def __exit__(self, *error: Any) -> None:
            """Nothing to close."""

    def urlopen(request: urllib.request.Request, timeout: int) -> Answer:
        left.append(request)
        return Answer()

    monkeypatch.setattr(senders.urllib.request, "urlopen", urlopen)
    return left


def test_send_once_then_empty(site: Any, gateway: list[urllib.request.Request]) -> None:
    text = send_text(to="+33612345678", words="123456 est votre code.")
    assert deliver_now(text.pk)
    assert not deliver_now(text.pk)
    (request,) = gateway
    assert request.data == b'{"to": "+33612345678", "text": "123456 est votre code."}'
    assert request.headers["Authorization"] == "Bearer jeton"
    text.refresh_from_db()
    assert (text.state, text.to, text.words) == ("sent", "", "")


def test_try_again_then_give_up(site: Any, settings: Any, monkeypatch: Any) -> None:
    def refuses(to: str, words: str) -> None:
        raise OSError("gateway closed")

    monkeypatch.setattr(texts, "sender", lambda: refuses)
    text = send_text(to="+33612345678", words="123456")
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert not deliver_now(text.pk)
        text.refresh_from_db()
        assert (text.attempts, text.error) == (attempt, "gateway closed")
    assert (text.state, text.to) == ("failed", "")


def test_leave_nothing_when_act_rolls_back(site: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        send_text(to="+33612345678", words="x")
        raise RuntimeError
    assert not Text.objects.exists()


def test_refuse_plain_http(site: Any, settings: Any) -> None:
    settings.PREAU_TEXT_URL = "http://sms.example/"
    with pytest.raises(OSError, match="https"):
        by_http("+33612345678", "x")


def test_keep_here_in_demo_only(site: Any, settings: Any) -> None:
    settings.PREAU_DEMO = False
    assert not can_send()
    settings.PREAU_DEMO = True
    assert can_send()
    text = send_text(to="+33612345678", words="123456")
    assert deliver_now(text.pk)
    text.refresh_from_db()
    assert text.words == "123456"  # to be read at /_courrier/
