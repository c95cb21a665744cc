"""Sixteen requests at once for one address: few codes are made, few guesses are heard."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from preau.accounts.actions import MOST_CODES_PER_HOUR, confirm_email_code, issue_email_code
from preau.accounts.models import EmailCode, User
from preau.kernel.refusal import Refusal
from preau.tenancy.models import Site
from preau.tenancy.scope import use_site
from preau.tenancy.tests.races import together

ADDRESS = "nadia@example.org"


@pytest.fixture
def lasting_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """A city that is really committed and that no other test can see."""
    with django_db_blocker.unblock():
        city = Site.objects.create(slug=f"codes-{uuid.uuid4().hex[:8]}", name="Durable")
        with use_site(city):
            yield city
        connections.close_all()


def test_issue_few_codes(lasting_site: Site) -> None:
    answers = together(lambda _number: issue_email_code(email=ADDRESS))
    assert sum(isinstance(one, str) for one in answers) == MOST_CODES_PER_HOUR
    assert EmailCode.objects.count() == MOST_CODES_PER_HOUR


def test_hear_few_guesses(lasting_site: Site) -> None:
    code = str(issue_email_code(email=ADDRESS))
    wrong = "000000" if code != "000000" else "111111"
    answers = together(lambda _number: confirm_email_code(email=ADDRESS, code=wrong))
    assert {type(one) for one in answers} == {Refusal}
    assert EmailCode.objects.get().attempts == EmailCode.MOST_ATTEMPTS
    assert isinstance(confirm_email_code(email=ADDRESS, code=code), Refusal)


def test_use_code_once(lasting_site: Site) -> None:
    code = str(issue_email_code(email=ADDRESS))
    answers = together(lambda _number: confirm_email_code(email=ADDRESS, code=code))
    assert sum(isinstance(one, User) for one in answers) == 1
    assert User.objects.filter(email=ADDRESS).count() == 1
