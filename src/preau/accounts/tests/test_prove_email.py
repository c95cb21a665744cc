"""One-time codes: who reads the mail gets in, nobody else does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from preau.accounts.actions import MOST_CODES_PER_HOUR, confirm_email_code, issue_email_code
from preau.accounts.models import EmailCode, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.tenancy.scope import use_site


def test_know_person_by_code(site: Any, noon: datetime) -> None:
    code = issue_email_code(email=" Nadia@Example.org ")
    assert isinstance(code, str)
    person = confirm_email_code(email="nadia@example.org", code=f" {code[:3]} {code[3:]} ")
    assert isinstance(person, User)
    assert (person.email, person.email_verified_at) == ("nadia@example.org", noon)


def test_refuse_code_twice(site: Any) -> None:
    code = issue_email_code(email="nadia@example.org")
    assert isinstance(confirm_email_code(email="nadia@example.org", code=str(code)), User)
    again = confirm_email_code(email="nadia@example.org", code=str(code))
    assert isinstance(again, Refusal)
    assert again.code == "expired_code"


def test_refuse_late_code(site: Any, noon: datetime) -> None:
    code = issue_email_code(email="nadia@example.org")
    with clock.stopped(noon + timedelta(minutes=21)):
        late = confirm_email_code(email="nadia@example.org", code=str(code))
    assert isinstance(late, Refusal)
    assert late.code == "expired_code"


def test_stop_guessing(site: Any) -> None:
    code = str(issue_email_code(email="nadia@example.org"))
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(EmailCode.MOST_ATTEMPTS):
        answer = confirm_email_code(email="nadia@example.org", code=wrong)
        assert isinstance(answer, Refusal)
    exhausted = confirm_email_code(email="nadia@example.org", code=code)
    assert isinstance(exhausted, Refusal)
    assert exhausted.code == "expired_code"


def test_limit_codes_per_hour(site: Any, noon: datetime) -> None:
    for _ in range(MOST_CODES_PER_HOUR):
        assert isinstance(issue_email_code(email="nadia@example.org"), str)
    refused = issue_email_code(email="nadia@example.org")
    assert isinstance(refused, Refusal)
    assert refused.code == "too_many_codes"


def test_keep_no_code_in_clear(site: Any) -> None:
    code = str(issue_email_code(email="nadia@example.org"))
    row = EmailCode.objects.get()
    assert code not in row.code_hash
    assert len(row.code_hash) == 64


def test_keep_cities_apart(site: Any, other_site: Any) -> None:
    code = str(issue_email_code(email="nadia@example.org"))
    with use_site(other_site):
        assert isinstance(confirm_email_code(email="nadia@example.org", code=code), Refusal)
