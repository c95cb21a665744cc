"""A field says what it wants, what is wrong with it, and keeps both tied to the control."""

from __future__ import annotations

import re

from django import forms
from django.template import Context, Template
from django.utils import translation

from preau.ui.forms import DatePartsField, PlainForm


class IdeaForm(PlainForm):
    title = forms.CharField(label="Titre", help_text="Une phrase.", max_length=20)
    who = forms.ChoiceField(label="Qui", choices=[("a", "Moi")], widget=forms.RadioSelect)
    born = DatePartsField(label="Naissance", help_text="27 3 1989", birth=True)
    note = forms.CharField(label="Note", required=False)


def _write(template: str, form: forms.Form) -> str:
    with translation.override("fr"):
        return Template("{% load ui %}" + template).render(Context({"form": form}))


def _ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_tie_hint_and_error_to_control() -> None:
    html = _write("{% field form.title count=20 %}", IdeaForm({}))
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html)
    assert described
    assert described[1].split() == ["id_title-hint", "id_title-error", "id_title-count"]
    assert set(described[1].split()) <= _ids(html)
    assert 'aria-invalid="true"' in html


def test_count_signs_without_cutting() -> None:
    html = _write("{% field form.title count=20 %}", IdeaForm())
    assert "maxlength" not in html
    assert 'data-count="20"' in html
    assert "maxlength" in _write("{% field form.title %}", IdeaForm())


def test_mark_optional_fields_only() -> None:
    assert "(facultatif)" in _write("{% field form.note %}", IdeaForm())
    assert "(facultatif)" not in _write("{% field form.title %}", IdeaForm())


def test_group_choices_and_dates_under_a_legend() -> None:
    for name in ("who", "born"):
        html = _write(f"{{% field form.{name} %}}", IdeaForm({}))
        assert "<legend>" in html
        described = re.search(r'<fieldset aria-describedby="([^"]+)"', html)
        assert described
        assert set(described[1].split()) <= _ids(html)


def test_lead_each_error_to_a_control() -> None:
    form = IdeaForm({})
    summary = _write("{% error_summary form %}", form)
    page = _write("{% field form.title %}{% field form.who %}{% field form.born %}", form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_title", "id_who_0", "id_born_0"]
    assert set(targets) <= _ids(page)


def test_repeat_field_message_word_for_word() -> None:
    form = IdeaForm({})
    summary, title = (
        _write("{% error_summary form %}", form),
        _write("{% field form.title %}", form),
    )
    message = form.errors["title"][0]
    assert message in summary
    assert message in title


def test_keep_what_was_typed() -> None:
    html = _write("{% field form.title %}", IdeaForm({"title": "Trop long pour vingt signes <b>"}))
    assert "Trop long pour vingt signes &lt;b&gt;" in html
