"""The register and the file are searched by index, in the rows of one site, never more."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections

from preau.inquiries.commission import Cut, add_theme, mask_passage, write_point
from preau.inquiries.dossier import add_version
from preau.inquiries.models import Inquiry, Observation, PageWords, Piece
from preau.inquiries.search import Chosen, alike_to, find, page_of, search_file
from preau.kernel import clock
from preau.tenancy.scope import use_site

from .test_take_part import pdf_of
from .world import DURING, commissioner, say


@pytest.fixture
def spoken(inquiry: Inquiry) -> Inquiry:
    for words in (
        "L’École manque d’arbres.",
        "Le talus glisse vers l’école.",
        "Le bruit du train.",
    ):
        say(inquiry, words)
    return inquiry


def refs(inquiry: Inquiry, words: str = "", **more: Any) -> list[str]:
    return [one.ref for one in page_of(Chosen(inquiry, words, **more), 1).object_list]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ecole", ["1", "2"]),
        ("écoles, arbre", ["1"]),
        ("2", ["2"]),
        ("99999999999", []),
        ("…", ["1", "2", "3"]),
        ("autoroute", []),
        ("' OR true --", []),
    ],
)
def test_find_by_words(spoken: Inquiry, words: str, found: list[str]) -> None:
    assert refs(spoken, words) == found


def test_find_by_filters(spoken: Inquiry) -> None:
    one = spoken.observations.get(number=2)
    with clock.stopped(DURING):
        theme = add_theme(inquiry=spoken, title="Risques", actor=commissioner())
        assert not hasattr(theme, "reason")
        write_point(observation=one, cut=Cut("Le talus", theme), actor=commissioner())  # type: ignore[arg-type]
    assert refs(spoken, theme=theme.pk) == ["2"]
    assert refs(spoken, is_uncut=True, from_newest=True) == ["3", "1"]
    assert refs(spoken, is_late=True) == []
    assert refs(spoken, channel="paper") == []
    assert refs(spoken, is_published=False) == []
    page = page_of(Chosen(spoken), 40)
    assert (page.number, page.paginator.count, len(page.object_list)) == (1, 3, 3)


def test_forget_masked_words(spoken: Inquiry) -> None:
    """What is masked is found no more, by anybody."""
    one = spoken.observations.get(number=3)
    with clock.stopped(DURING):
        mask_passage(observation=one, passage="train", reason="private", actor=commissioner())
    assert refs(spoken, "train") == []
    assert refs(spoken, "bruit") == ["3"]


def test_keep_to_its_site(spoken: Inquiry, other_site: Any) -> None:
    """The functions that look with the owner's eyes answer for the site of the connection."""
    sketch = ["0aa"]
    assert page_of(Chosen(spoken, "école"), 1).paginator.count == 2
    with use_site(other_site):
        assert page_of(Chosen(spoken, "école"), 1).paginator.count == 0
        assert alike_to(spoken, sketch) == []
        assert search_file(spoken, "école") == []


def test_search_pages_of_file(inquiry: Inquiry, cast: Any) -> None:
    piece = Piece.objects.filter(inquiry=inquiry)[0]
    piece.inquiry = inquiry
    with clock.stopped(DURING):
        upload = pdf_of("Les grenouilles de la mare.")
        add_version(piece=piece, upload=upload, alternative="Une mare.", actor=cast.odile)
    assert [(hit.version.number, hit.pages) for hit in search_file(inquiry, "grenouille")] == [
        (1, [1])
    ]
    assert [hit.pages for hit in search_file(inquiry, "mares")] == [[1]]
    assert [hit.pages for hit in search_file(inquiry, "une")] == []
    assert search_file(inquiry, "grenouille loutre") == []
    assert PageWords.objects.count() == 2


@pytest.mark.django_db(databases=["default", "owner"])
def test_search_by_index(spoken: Inquiry) -> None:
    """The plan goes by the words: row-level security does not stand in its way."""
    plan = (
        "EXPLAIN SELECT count(*) FROM inquiries_observation"
        " WHERE words @@ plainto_tsquery('french', 'talus')"
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(plan)
        seen = "\n".join(row[0] for row in cursor.fetchall())
    assert "inquiries_observation_words" in seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosecdef FROM pg_proc WHERE proname LIKE 'inquiries_search%%'")
        assert {row[0] for row in cursor.fetchall()} == {True}


def test_count_up_to_a_bound(spoken: Inquiry) -> None:
    """Words of many are counted up to the bound; the last page reads the same from either end."""
    wanted = [one.pk for one in Observation.objects.filter(inquiry=spoken).order_by("number")]
    for from_newest in (False, True):
        order = wanted[::-1] if from_newest else wanted
        for skipped in range(len(order)):
            chosen = Chosen(spoken, from_newest=from_newest)
            assert find(chosen, skipped, 2) == (len(order), order[skipped : skipped + 2])
    assert page_of(Chosen(spoken, "école", bound=1), 1).paginator.count == 1
    assert find(Chosen(spoken, "école", bound=1), 0, 25)[0] == 2
    for number in (1, 2, 3):
        shown = page_of(Chosen(spoken), number, known=3)
        assert (shown.number, shown.paginator.count, len(shown.object_list)) == (1, 3, 3)
