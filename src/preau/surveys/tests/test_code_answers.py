"""Open answers: read blind by several, compared, settled, counted, quoted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from preau.accounts.models import Membership, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.surveys.coding.actions import (
    IN_HAND,
    compare,
    read_answer,
    set_coding,
    settle,
    take_next,
)
from preau.surveys.coding.queries import agreement_of, differing_in, progress_of
from preau.surveys.coding.themes import is_verbatim, merge_theme, pick_quote, write_theme
from preau.surveys.models import CodedAnswer, Coding, Quote, Reading, Survey, Theme
from preau.surveys.reporting import figures
from preau.surveys.tallying import ALL

from .test_answer_survey import SHORT
from .test_read_results import respond

HERE = "/bureau/demarches/enquete/questionnaire/questionnaire/"
OPEN = f"{HERE}resultats/textes/b/"
WORDS = ("Un vélo  cargo, pour les enfants.", "Pliant, pour le train.", "Le prix.", "Rien.")


class Bench:
    """A survey with four texts, three themes and two readers."""

    def __init__(self, survey: Survey, cast: Any) -> None:
        self.survey, self.cast = survey, cast
        respond(survey, *[{"a": "a", "b": words, "c": 40} for words in WORDS], {"a": "b", "c": 20})
        self.coding = Coding(survey=survey, question="b")
        self.set(readers=2)
        self.themes = [self.theme(label) for label in ("Enfants", "Train", "Prix")]

    def set(self, readers: int = 2, share: int = 100, is_blind: bool = True) -> Refusal | None:
        return set_coding(
            coding=self.coding, readers=readers, share=share, is_blind=is_blind,
            actor=self.cast.odile,
        )  # fmt: skip

    def theme(self, label: str) -> Theme:
        found = write_theme(coding=self.coding, label=label, meaning="", actor=self.cast.odile)
        assert isinstance(found, Theme)
        return found

    def read(self, reader: User, *rows: tuple[int, ...]) -> None:
        for row in rows:
            reading = take_next(coding=self.coding, reader=reader)
            assert reading is not None
            themes = [self.themes[place].pk for place in row]
            assert read_answer(reading=reading, themes=themes, note="", actor=reader) is None

    def read_twice(self) -> None:
        """Alike on two answers, apart on two."""
        self.read(self.cast.odile, (0,), (1,), (2,), ())
        self.read(self.cast.irene, (0,), (1, 2), (2,), (2,))
        compare(coding=self.coding, actor=self.cast.odile)

    def answers(self) -> list[list[int] | None]:
        return list(CodedAnswer.objects.values_list("themes", flat=True))


@pytest.fixture
def bench(survey_with: Callable[..., Survey], cast: Any) -> Bench:
    Membership.objects.get_or_create(user=cast.irene, role="agent")
    return Bench(survey_with(SHORT), cast)


@pytest.fixture
def desk(client: Client, cast: Any) -> Client:
    client.force_login(cast.odile)
    return client


def test_read_and_agree(bench: Bench) -> None:
    assert progress_of(bench.coding).total == 4  # the fifth person wrote nothing
    bench.read_twice()
    first, second, third, fourth = bench.answers()
    assert (first, third) == ([bench.themes[0].pk], [bench.themes[2].pk])
    assert (second, fourth) == (None, None)
    progress = progress_of(bench.coding)
    assert (progress.waiting, progress.agreed, progress.differing) == (0, 2, 2)
    assert [n for _name, n in progress.readers] == [4, 4]
    found = agreement_of(bench.coding)
    assert (found.units, found.readers, found.same) == (4, 2, 0.5)
    assert found.kappa == pytest.approx((0.5 - 3 / 16) / (1 - 3 / 16))
    # Worked by hand: pairs of one answer lie 0, 2/3, 0 and 1 apart.
    apart = {(0, 1): 1, (0, 12): 1, (0, 2): 1, (0, 9): 1, (1, 12): 2 / 3, (1, 2): 1, (1, 9): 1,
             (12, 2): 2 / 3, (12, 9): 1, (2, 9): 1}  # fmt: skip
    times = {0: 2, 1: 1, 12: 1, 2: 3, 9: 1}
    expected = sum(2 * times[a] * times[b] * far for (a, b), far in apart.items()) / (8 * 7)
    assert found.alpha == pytest.approx(1 - (2 * (2 / 3 + 1) / 8) / expected)
    assert [(n, measured) for _theme, n, measured in found.themes] == [
        (1, 1.0), (1, 1.0), (3, pytest.approx(0.2))
    ]  # fmt: skip


def test_settle_keeps_the_measure(bench: Bench) -> None:
    bench.read_twice()
    before = agreement_of(bench.coding)
    apart = list(differing_in(bench.coding))
    assert settle(answer=apart[0], themes=[bench.themes[1].pk], actor=bench.cast.irene) is None
    assert progress_of(bench.coding).differing == 1
    assert agreement_of(bench.coding) == before
    held = CodedAnswer.objects.get(pk=apart[0].pk)
    assert (held.themes, held.settled_by) == ([bench.themes[1].pk], bench.cast.irene)
    reading = Reading.objects.filter(answer=held).first()
    assert reading is not None
    late = read_answer(reading=reading, themes=[], note="", actor=reading.reader)
    assert isinstance(late, Refusal)
    assert late.code == "compared"


def test_stay_blind(bench: Bench, client: Client) -> None:
    bench.read(bench.cast.odile, (0,), (1,), (2,), (2,))
    bench.read(bench.cast.irene, (0,), (2,))
    apart = CodedAnswer.objects.order_by("pk")[1]
    refused = settle(answer=apart, themes=[], actor=bench.cast.irene)
    assert isinstance(refused, Refusal)
    assert refused.code == "blind"
    assert isinstance(bench.set(is_blind=False), Refusal)
    client.force_login(bench.cast.irene)
    for page in ("desaccords/", f"reponse/{apart.response_id}/"):
        answer = client.get(f"{OPEN}{page}")
        assert answer.status_code == 403
        assert "à l’aveugle" in answer.content.decode()
    assert "b_themes" not in figures(bench.survey)[ALL]["questions"]
    mine = client.get(f"{OPEN}lire/{apart.response_id}/").content.decode()
    assert mine.count("checked") == 1
    strange = CodedAnswer.objects.order_by("pk")[3]  # one that only the other has read
    assert client.get(f"{OPEN}lire/{strange.response_id}/").status_code == 404


def test_give_each_answer_once(bench: Bench) -> None:
    bench.set(readers=1)
    one = take_next(coding=bench.coding, reader=bench.cast.odile)
    other = take_next(coding=bench.coding, reader=bench.cast.irene)
    assert one is not None
    assert other is not None
    assert one.answer_id != other.answer_id
    assert take_next(coding=bench.coding, reader=bench.cast.odile) == one
    with clock.stopped(clock.now() + IN_HAND + timedelta(minutes=1)):
        bench.read(bench.cast.irene, (0,), (1,), (2,), ())  # hers, then the one that was left
        assert take_next(coding=bench.coding, reader=bench.cast.irene) is None
    respond(bench.survey, {"b": "Une autre.", "a": "a"})
    late = take_next(coding=bench.coding, reader=bench.cast.irene)
    assert late is not None  # what came in since is read too


def test_count_themes_like_answers(bench: Bench, desk: Client) -> None:
    bench.read_twice()
    found = figures(bench.survey)[ALL]["questions"]["b_themes"]
    assert (found["base"], found["values"]) == (
        2, {str(bench.themes[0].pk): [1, 1.0], str(bench.themes[2].pk): [1, 1.0]}
    )  # fmt: skip
    for held in differing_in(bench.coding):
        settle(answer=held, themes=[bench.themes[2].pk], actor=bench.cast.odile)
    assert figures(bench.survey)[ALL]["questions"]["b_themes"]["values"][
        str(bench.themes[2].pk)
    ] == [3, 3.0]
    page = desk.get(f"{HERE}resultats/?filtre=b_themes:{bench.themes[2].pk}&par=b_themes")
    assert "3 réponses" in page.content.decode()
    assert "Thèmes\u00a0: Quel vélo" in page.content.decode()
    body = b"".join(desk.get(f"{HERE}reponses.csv?codes=1").streaming_content)  # type: ignore[attr-defined]
    lines = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    column = f"b_themes_{bench.themes[2].pk}"
    assert [line[column] for line in lines] == ["0", "1", "1", "1", ""]
    codes = b"".join(desk.get(f"{HERE}codes.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "[Prix]" in codes


def test_merge_themes(bench: Bench) -> None:
    bench.read_twice()
    children, train, price = bench.themes
    refused = merge_theme(theme=train, into=None, actor=bench.cast.odile)
    assert isinstance(refused, Refusal)
    assert refused.code == "theme_used"
    assert merge_theme(theme=train, into=price, actor=bench.cast.odile) is None
    assert bench.answers() == [[children.pk], [price.pk], [price.pk], None]  # the second now agrees
    same = write_theme(coding=bench.coding, label="Prix", meaning="", actor=bench.cast.odile)
    assert isinstance(same, Refusal)
    assert same.code == "same_label"


def test_quote_word_for_word(bench: Bench, desk: Client) -> None:
    assert is_verbatim("Un vélo cargo […] enfants", WORDS[0])
    assert not is_verbatim("enfants […] vélo", WORDS[0])
    assert not is_verbatim("[…]", WORDS[0])
    bench.read_twice()
    held = CodedAnswer.objects.select_related("response").first()
    assert held is not None
    held.coding = bench.coding
    wrong = pick_quote(
        answer=held, words="Une trottinette", theme=None, is_public=True, actor=bench.cast.odile
    )
    assert isinstance(wrong, Refusal)
    page = f"{OPEN}reponse/{held.response_id}/"
    refused = desk.post(page, {"do": "quote", "words": "Une trottinette"})
    assert refused.status_code == 422
    assert "Une trottinette</textarea>" in refused.content.decode()
    words = {"do": "quote", "words": "Un vélo cargo", "theme": str(bench.themes[0].pk)}
    assert desk.post(page, words).status_code == 302
    results = desk.get(f"{HERE}resultats/").content.decode()
    assert page in results  # the quote leads to its answer
    desk.post(f"{HERE}resultats/publier/", {"findings": ""})
    public = Client().get(bench.survey.url("results"))
    assert "Un vélo cargo" not in public.content.decode()  # for agents only
    Quote.objects.update(is_public=True)
    desk.post(f"{HERE}resultats/publier/", {"findings": ""})
    public = Client().get(bench.survey.url("results"))
    assert "Un vélo cargo" in public.content.decode()
    assert "/reponse/" not in public.content.decode()
    report = Client().get(bench.survey.url("report"))
    assert report.content.startswith(b"%PDF")


def test_read_in_desk(
    bench: Bench, desk: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    first = desk.post(f"{OPEN}lire/", follow=True)
    assert WORDS[0].split(",")[1] in first.content.decode()
    here = first.redirect_chain[-1][0]
    kept = desk.post(here, {"themes": [bench.themes[0].pk], "note": "Sûr."}, follow=True)
    assert "Pliant" in kept.content.decode()
    assert Reading.objects.exclude(read_at=None).get().themes == [bench.themes[0].pk]
    assert desk.post(here, {"themes": ["999999"]}).status_code == 422
    bench.read(bench.cast.odile, (1,), (2,), ())
    bench.read(bench.cast.irene, (1,), (1,), (2,), ())
    desk.post(f"{OPEN}themes/", {"do": "compare"})
    with django_assert_max_num_queries(22):
        page = desk.get(f"{OPEN}themes/").content.decode()
    assert "Trancher 1 désaccord" in page
    with django_assert_max_num_queries(22):
        apart = desk.get(f"{OPEN}desaccords/").content.decode()
    assert "Sûr." in apart
    answer = CodedAnswer.objects.order_by("pk").first()
    assert answer is not None
    settled = {"answer": answer.response_id, f"{answer.pk}-themes": [bench.themes[0].pk]}
    done = desk.post(f"{OPEN}desaccords/", settled, follow=True)
    assert "Aucun désaccord" in done.content.decode()
    rows = b"".join(desk.get(f"{OPEN}lectures.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert rows.count("\n") == 9
    assert bench.cast.irene.last_name not in rows


def test_write_themes_in_desk(bench: Bench, desk: Client) -> None:
    page = f"{OPEN}themes/"
    lines = "Sécurité : éclairage, vols\nPrix\n\nTemps\tmétéo"
    assert (
        "porte déjà ce nom"
        in desk.post(page, {"do": "add", "lines": lines}, follow=True).content.decode()
    )
    assert Theme.objects.get(label="Temps").meaning == "météo"
    assert desk.post(page, {"do": "add", "lines": ""}).status_code == 422
    assert desk.post(page, {"do": "set", "readers": "9", "share": "100"}).status_code == 422
    price, times = Theme.objects.get(label="Prix"), Theme.objects.get(label="Temps")
    desk.post(page, {"do": "merge", "theme": price.pk, "into": times.pk})
    assert not Theme.objects.filter(pk=price.pk).exists()
    assert desk.post(page, {"do": "strange"}).status_code == 404
    assert desk.get(f"{HERE}resultats/textes/a/themes/").status_code == 404  # not words
