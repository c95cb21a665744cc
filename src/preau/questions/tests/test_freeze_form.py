"""A form that was answered does not change: a new version carries on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from preau.kernel.refusal import Refusal
from preau.questions.actions import create_form, freeze_form, write_form
from preau.questions.models import Form

from .forty import ask, forty
from .test_walk_form import document


def test_freeze_and_carry_on(site: Any) -> None:
    form = create_form(title="Le recensement", document=forty())
    assert write_form(form=form, document=forty()).pk == form.pk
    form = Form.objects.get(pk=form.pk)
    assert freeze_form(form=form) is None
    assert freeze_form(form=form) is None  # twice is once
    short = document(ask("a", "short", "A"))
    later = write_form(form=form, document=short)
    assert (later.version, later.family, later.is_frozen) == (2, form.family, False)
    assert Form.objects.get(pk=form.pk).document == forty()


def test_refuse_change_in_database(site: Any) -> None:
    form = create_form(title="Le recensement", document=forty())
    freeze_form(form=form)
    for change in ({"schema": {}}, {"frozen_at": None}, {"version": 9}):
        with pytest.raises(DatabaseError, match="frozen form"), transaction.atomic():
            Form.objects.filter(pk=form.pk).update(**change)
    Form.objects.filter(pk=form.pk).update(title="Le grand recensement")


def test_refuse_faulty_form(site: Any) -> None:
    form = create_form(title="Rien")
    refusal = freeze_form(form=form)
    assert isinstance(refusal, Refusal)
    assert "aucune question" in str(refusal.reason)
    assert not Form.objects.get().is_frozen
