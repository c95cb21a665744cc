"""The letter box of the demonstration: this site's mail, in a shut frame, in the demo only."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from preau.messaging.models import Email
from preau.tenancy.scope import use_site


def _mail(subject: str) -> Email:
    return Email.objects.create(
        to="zoe@example.org",
        kind="sign_in_code",
        subject=subject,
        text="Bonjour https://exemple.fr/a",
        html="<p>Bonjour</p><script>alert(1)</script>",
        created_at=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    )


def test_read_mail_of_this_site_only(site: Any, other_site: Any) -> None:
    mine = _mail("123456 est votre code")
    with use_site(other_site):
        foreign = _mail("Message de Villeneuve")
    page = Client().get("/_courrier/").content.decode()
    assert "123456 est votre code" in page
    assert "Villeneuve" not in page
    assert Client().get(f"/_courrier/{foreign.pk}/").status_code == 404
    assert "zoe@example.org" in Client().get(f"/_courrier/{mine.pk}/").content.decode()


def test_shut_mail_in_its_frame(site: Any) -> None:
    policy = Client().get(f"/_courrier/{_mail('a').pk}/message/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy


@pytest.mark.parametrize("path", ["/_courrier/", "/_courrier/{pk}/", "/_courrier/{pk}/message/"])
def test_hide_post_outside_demo(site: Any, settings: Any, path: str) -> None:
    settings.PREAU_DEMO = False
    assert Client().get(path.format(pk=_mail("a").pk)).status_code == 404


@pytest.mark.parametrize("mails", [1, 3])
def test_list_costs_the_same(site: Any, django_assert_num_queries: Any, mails: int) -> None:
    for number in range(mails):
        _mail(f"message {number}")
    client = Client()
    client.get("/_courrier/")
    with django_assert_num_queries(3):
        client.get("/_courrier/")
