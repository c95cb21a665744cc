"""Amounts, dates and delays as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from preau.kernel import clock
from preau.ui import words

AT = datetime(2027, 6, 3, 8, 0, tzinfo=UTC)
CLOSING = datetime(2027, 6, 12, 16, 0, tzinfo=UTC)  # 18 h in Paris
NB = "\u00a0"


@pytest.fixture(autouse=True)
def _june() -> None:
    with clock.stopped(AT), translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (8_500_000, f"85{NB}000{NB}€"),
        (1_250, f"12,50{NB}€"),
        (0, f"0{NB}€"),
        (-99, f"-0,99{NB}€"),
        (None, ""),
    ],
)
def test_write_money(cents: int | None, written: str) -> None:
    assert words.money(cents) == written


def test_write_numbers() -> None:
    assert words.number(1204) == f"1{NB}204"
    assert words.number(12.5) == "12,5"
    assert words.percent(0.125) == f"12,5{NB}%"
    assert words.percent(1.0) == f"100{NB}%"


def test_write_days() -> None:
    assert words.day(CLOSING) == f"samedi 12{NB}juin"
    assert words.day(date(2027, 2, 1)) == f"lundi 1er{NB}février"
    assert words.day(date(2028, 2, 1)).endswith(" 2028")
    assert words.short_day(date(2027, 2, 1)) == f"1er{NB}févr."


def test_write_deadline() -> None:
    assert words.deadline(CLOSING) == f"jusqu’au samedi 12{NB}juin à 18{NB}h"
    midnight = datetime(2027, 6, 12, 22, 0, tzinfo=UTC)
    assert words.deadline(midnight) == f"jusqu’au samedi 12{NB}juin à minuit"


@pytest.mark.parametrize(
    ("left", "written"),
    [
        (timedelta(days=9, hours=3), f"encore 9{NB}jours"),
        (timedelta(days=2), f"encore 2{NB}jours"),
        (timedelta(hours=30), f"encore 30{NB}heures"),
        (timedelta(hours=1, minutes=59), f"encore 1{NB}heure"),
        (timedelta(minutes=12), f"encore 12{NB}minutes"),
        (timedelta(seconds=20), f"encore 1{NB}minute"),
        (timedelta(0), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_write_time_left(left: timedelta, written: str) -> None:
    assert words.time_left(AT + left) == written


def test_write_english() -> None:
    with translation.override("en"):
        assert words.money(8_500_000) == "€85,000"
        assert words.percent(0.125) == "12.5%"
        assert words.deadline(CLOSING) == "until Saturday 12 June at 18:00"
        assert words.time_left(AT + timedelta(days=9)) == "9 days left"


def test_name_by_number_in_both_languages() -> None:
    assert words.numbered(87) + words.colon() == f"n°{NB}87{NB}:"
    with translation.override("en"):
        assert words.numbered(87) + words.colon() == f"no.{NB}87:"
