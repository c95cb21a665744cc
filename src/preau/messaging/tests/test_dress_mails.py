"""Every mail stands in the frame of the house, with what it has to say, in the site's colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import preau
from preau.messaging.actions import send_email
from preau.pages.models import Theme
from preau.pages.queries import forget_themes
from preau.ui.theme import palette

ROOT = Path(preau.__path__[0])
MAILS = sorted(ROOT.glob("*/templates/*/mail/*.html"))


def _write() -> str:
    mail = send_email(
        to="nadia@example.org",
        kind="test",
        subject="Un code",
        template="public/mail/sign_in_code",
        context={"code": "123456"},
    )
    return mail.html


@pytest.mark.parametrize("path", MAILS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_extend_the_frame(path: Path) -> None:
    words = path.read_text("utf-8")
    assert words.startswith('{% extends "ui/email.html" %}')
    assert "{% block body %}" in words
    assert "<html" not in words
    assert path.with_suffix(".txt").exists()


def test_show_what_the_mail_says(site: Any) -> None:
    html = _write()
    assert "123456" in html
    assert (html.count('class="sheet"'), html.count("<h1>")) == (1, 1)
    assert "ce message ne donne accès à rien sans vous" in html


def test_wear_the_colours_of_the_site(site: Any) -> None:
    forget_themes()
    assert "#1D4F91" in _write()
    Theme.objects.create(brand="#7A3B73")
    forget_themes()
    html = _write()
    assert "#1D4F91" not in html
    assert palette("#7A3B73").brand in html
