"""What each type takes, refuses, says, and writes in a table."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from preau.questions.answers import Faulty, clean, clean_all, in_words
from preau.questions.forms import form_for
from preau.questions.types import TYPES
from preau.questions.types.texts import is_rna, is_siret

from .forty import TYPED, forty

FORM = forty()


def question(id: str) -> Any:
    return FORM.by_id[id]


@pytest.mark.parametrize(
    ("id", "raw", "wanted"),
    [
        ("q1", {"other": " Une péniche "}, {"other": "Une péniche"}),
        ("q2", "3", 3),
        ("q4", {"d": "1", "m": "6", "y": "2015"}, "2015-06-01"),
        ("q4", "01/06/2015", "2015-06-01"),
        ("q8", ["b", "a"], ["a", "b"]),
        ("q10", {"label": "", "lat": "47.1", "lon": "1.4"}, {"label": "", "lat": 47.1, "lon": 1.4}),
        ("q11", ["c", {"other": "trottinette"}], ["c", {"other": "trottinette"}]),
        ("q13", "dont_know", "dont_know"),
        ("q18", "12 000", 12000),
        ("q19", {"a": "2", "c": "1", "b": ""} | {"b": "3"}, ["c", "a", "b"]),
        ("q22", {"a": "400", "b": "600,00 €"}, {"a": 40000, "b": 60000}),
        ("q28", "356 000 000 00048", "35600000000048"),
        ("q28", "w751234567", "W751234567"),
        ("q2", "", None) if not question("q2").required else ("q3", "", None),
    ],
)
def test_clean_what_is_right(id: str, raw: Any, wanted: Any) -> None:
    value = clean(question(id), raw)
    assert value == wanted
    if value is not None:
        assert clean(question(id), value) == value  # cleaning again changes nothing
        assert in_words(question(id), {id: value})


@pytest.mark.parametrize(
    ("id", "raw", "said"),
    [
        ("q1", "z", "Choisissez une réponse de la liste."),
        ("q1", {"other": ""}, "à côté de"),
        ("q1", "", "Choisissez une réponse."),
        ("q2", "deux", "comme 12"),
        ("q2", "2,5", "entier"),
        ("q2", "0", "au moins 1"),
        ("q2", "21", "au plus 20"),
        ("q2", "nan", "comme 12"),
        ("q2", "1e999999", "comme 12"),
        ("q4", "31/02/2015", "n’existe pas"),
        ("q4", {"d": "x", "m": "1", "y": "2000"}, "n’existe pas"),
        ("q8", ["a", "d"], "se choisit seul"),
        ("q8", ["a", "b", "c"], "2 réponses au plus"),
        ("q10", {"label": "x", "lat": "91", "lon": "0"}, "carte"),
        ("q10", {"label": "x", "lat": "nan", "lon": "0"}, "carte"),
        ("q13", "6", "de 1 à 5"),
        ("q15", {"a": "z"}, "liste"),
        ("q15", {"z": "a"}, "ligne"),
        ("q19", {"a": "1", "b": "1"}, "Deux choix"),
        ("q19", {"a": "4"}, "de 1 à 3"),
        ("q21", {"a": "5"}, "Il reste 5"),
        ("q21", {"a": "11"}, "1 de trop"),
        ("q21", {"a": "-1", "b": "11"}, "entiers"),
        ("q22", {"a": "999,99"}, "Il reste 0,01\u00a0€"),
        ("q28", "732 829 320 00075", "Un chiffre de ce numéro est faux"),
        ("q28", "12", "SIRET de 14 chiffres"),
        ("q14", "x" * 501, "1 signes"),
        ("q40", "", "Cochez"),
    ],
)
def test_refuse_what_is_wrong(id: str, raw: Any, said: str) -> None:
    with pytest.raises(Faulty) as caught:
        clean(question(id), raw)
    assert said in caught.value.message


def test_name_wrong_lines() -> None:
    with pytest.raises(Faulty) as caught:
        clean(question("q19"), {"a": "1", "c": "1"})
    assert set(caught.value.parts) == {"a", "c"}


def test_check_identifiers() -> None:
    assert is_siret("73282932000074")
    assert not is_siret("73282932000075")
    assert not is_siret("٧٣٢٨٢٩٣٢٠٠٠٠٧٤")
    assert is_rna("W2A1234567")
    assert not is_rna("W12345678")


@pytest.mark.parametrize("coded", [False, True])
def test_write_and_read_tables(coded: bool) -> None:
    """A row written by the export, read back, is the same answers."""
    answers, _faults = clean_all(FORM, TYPED)
    answers["q11"] = ["a", {"other": "trottinette"}]
    answers["q1"] = {"other": "Une péniche"}
    back = {}
    for one in FORM.questions:
        kind = TYPES[one.type]
        cells = kind.cells(one, answers.get(one.id), coded=coded)
        assert len(cells) == len(kind.columns(one))
        if cells:
            back[one.id] = kind.parse(one, ["" if c is None else str(c) for c in cells])
    again, faults = clean_all(FORM, back)
    kept = {id: value for id, value in answers.items() if id in again}
    assert faults == {}
    assert again == kept


def post(**given: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_draw_and_read_every_type() -> None:
    """Each type draws itself with its answer, empty, and with a fault; ids stand once."""
    answers, _faults = clean_all(FORM, TYPED)
    for given in ({}, answers):
        shown = form_for(FORM, {**given, "q2": 3})
        html = shown.as_p()
        ids = [piece.split('"')[0] for piece in html.split(' id="')[1:]]
        assert len(ids) == len(set(ids))
        for bound in shown:
            assert bound.auto_id in ids  # the error summary leads there
    typed = form_for(FORM, {}, only=["q1", "q2"], data=post(q1="other", q2="vingt"))
    assert not typed.is_valid()
    assert 'value="vingt"' in str(typed["q2"])
    assert 'aria-describedby="id_q2-error"' in str(typed["q2"])
    assert "checked" in str(typed["q1"])
    good = form_for(FORM, {}, only=["q1", "q2"], data=post(q1="a", q2="2"))
    assert good.is_valid()
    assert good.answers == {"q1": "a", "q2": 2}


def test_leave_required_for_later() -> None:
    draft = form_for(FORM, {}, only=["q1"], data=post(), is_draft=True)
    assert draft.is_valid()
    assert draft.answers == {"q1": None}
    assert not form_for(FORM, {}, only=["q1"], data=post()).is_valid()


def test_take_known_files(site: Any, cast: Any, settings: Any, tmp_path: Any) -> None:
    from preau.questions.files import keep_files
    from preau.questions.models import Upload

    settings.MEDIA_ROOT = tmp_path
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")
    answers, faults = clean_all(FORM, {**TYPED, "q39": plan})
    assert faults == {}
    kept = keep_files(answers=answers, person=cast.nadia)
    assert kept["q39"]["name"] == "plan.pdf"
    assert clean(question("q39"), kept["q39"]) == kept["q39"]
    path = Upload.objects.get().path
    assert (tmp_path / path).read_bytes() == b"%PDF-1.7 plan"
    virus = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00")
    with pytest.raises(Faulty, match="Choisissez un fichier PDF"):
        clean(question("q39"), virus)


def test_keep_stored_file() -> None:
    stored = {"key": "x", "name": "plan.pdf", "size": 12}
    form = form_for(
        FORM, {"q39": stored, "q2": 3}, only=["q39"], data=post(q39__kept="1"), files={}
    )
    assert form.is_valid()
    assert form.answers == {"q39": stored}
    gone = form_for(
        FORM,
        {"q39": stored, "q2": 3},
        only=["q39"],
        data=post(q39__kept="1", q39__remove="1"),
        files={},
    )
    assert gone.is_valid()
    assert gone.answers == {"q39": None}
