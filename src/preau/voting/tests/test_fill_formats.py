"""The booth of the formats filled in on one form, without JavaScript and as htmx sends it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from preau.voting.models import Ballot, BallotDraft
from preau.voting.queries import my_ballot

from .test_use_booth import HTMX, Booth

GRADES = ["Très bien", "Bien", "Passable", "À rejeter"]


def _fill(booth: Booth, then: str = "review", *, htmx: bool = False, **sent: Any) -> Any:
    data = {"vu": [option.pk for option in booth.options], "then": then, **sent}
    return booth.client.post(booth.contest.url("fill"), data, **(HTMX if htmx else {}))


#: Format, limits, answers by place, what the review says, what the box holds.
FILLED: list[tuple[str, dict[str, Any], dict[int, str], str, Any]] = [
    ("approval", {"max_choices": 3}, {0: "", 2: ""}, "2 choix sur 3", [0, 2]),
    ("basket", {}, {0: "", 1: ""}, "il reste", [0, 1]),
    ("single", {}, {3: ""}, "Modifier", [3]),
    ("points", {"points_total": 6}, {0: "4", 1: "2"}, "6 points sur 6", {0: 4, 1: 2}),
    ("for-against", {"max_against": 1}, {0: "1", 2: "-1"}, "1 pour, 1 contre", {0: 1, 2: -1}),
    ("grades", {"grades": GRADES}, {0: "0", 1: "3"}, "À rejeter", {0: 0, 1: 3}),
]


def _sent(booth: Booth, answers: dict[int, str]) -> dict[str, Any]:
    ids = {place: booth.options[place].pk for place in answers}
    marks = {f"note-{ids[place]}": said for place, said in answers.items() if said}
    return marks or {"choix": list(ids.values())}


def _held(booth: Booth, told: Any) -> Any:
    ids = [option.pk for option in booth.options]
    if isinstance(told, dict):
        return {str(ids[place]): mark for place, mark in told.items()}
    return [ids[place] for place in told]


@pytest.mark.parametrize(("code", "limits", "answers", "said", "told"), FILLED)
def test_fill_review_and_confirm(
    draft_vote: Any,
    cast: Any,
    code: str,
    limits: dict[str, Any],
    answers: dict[int, str],
    said: str,
    told: Any,
) -> None:
    vote = draft_vote.reformat(code, **limits).open()
    booth = Booth(vote, vote.gare, cast.nadia)
    page = booth.text("choose")
    assert page.count("<h3>") == 4
    assert "Relire mon bulletin" in page
    answer = _fill(booth, **_sent(booth, answers))
    assert answer.url == vote.gare.url("review")
    review = booth.text("review")
    assert said in re.sub(r"<[^>]+>", "", review)
    booth.client.post(vote.gare.url("review"))
    ballot = my_ballot(vote.gare, cast.nadia)
    assert ballot is not None
    assert ballot.choices == _held(booth, told)
    again = booth.text("choose")
    assert len(re.findall(r' checked|value="[1-9]\d*" placeholder', again)) >= len(answers), (
        "one starts again from the ballot in the box"
    )


@pytest.mark.parametrize(("code", "limits", "answers", "said", "told"), FILLED)
def test_save_at_each_change(
    draft_vote: Any, code: str, limits: Any, answers: dict[int, str], said: str, told: Any
) -> None:
    vote = draft_vote.reformat(code, **limits).open()
    booth = Booth(vote, vote.gare)
    piece = _fill(booth, "", htmx=True, **_sent(booth, answers)).content.decode()
    assert 'hx-swap-oob="true"' in piece
    assert "<h1" not in piece
    assert BallotDraft.objects.get().choices == _held(booth, told)
    _fill(booth, "clear", **_sent(booth, answers))
    assert not BallotDraft.objects.get().choices
    assert "Confirmer mon vote blanc" in booth.text("review")


@pytest.mark.parametrize(("answer", "held"), [(0, [0]), (1, [1]), (None, [])])
def test_answer_yes_no_or_blank(
    draft_vote: Any, cast: Any, answer: int | None, held: list[int]
) -> None:
    question = "Faut-il fermer la rue des Lilas aux voitures\u00a0?"
    vote = draft_vote.reformat("yes-no", question=question).open()
    booth = Booth(vote, vote.gare, cast.nadia)
    page = booth.text("choose")
    assert f"<h1>{question}</h1>" in page
    assert page.index(">Oui") < page.index(">Non") < page.index("Vote blanc")
    assert "projet" not in re.sub(r"<[^>]+>", "", page.split("<main")[1].split("</main")[0])
    _fill(booth, choix="" if answer is None else str(booth.options[answer].pk))
    booth.client.post(vote.gare.url("review"))
    assert Ballot.objects.get().choices == _held(booth, held)


def test_go_over_while_choosing_only(draft_vote: Any, cast: Any) -> None:
    vote = draft_vote.reformat("basket").open()
    booth = Booth(vote, vote.gare, cast.nadia)
    _fill(booth, choix=[option.pk for option in booth.options])
    assert "de trop" in booth.text("choose")
    review = booth.text("review")
    assert "dépasse son budget" in review
    assert "Retirez par exemple" in review
    assert "Confirmer mon bulletin" not in review
    answer = booth.client.post(vote.gare.url("review"))
    assert "dépasse son budget" in answer.content.decode()
    assert not Ballot.objects.exists()
    assert len(BallotDraft.objects.get().choices) == 4, "nothing chosen is lost"


@pytest.mark.parametrize("typed", ["abc", "-2", "1,5", "9" * 30, "²"])
def test_keep_what_cannot_be_read(draft_vote: Any, typed: str) -> None:
    vote = draft_vote.reformat("points").open()
    booth = Booth(vote, vote.gare)
    first, second = (f"note-{booth.options[place].pk}" for place in (0, 1))
    answer = _fill(booth, **{first: typed, second: "2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{first}"' in page
    assert f'value="{typed[:20]}"' in page
    assert 'value="2"' in page
    assert BallotDraft.objects.get().choices == {second.removeprefix("note-"): 2}


def test_keep_answers_under_a_search(draft_vote: Any) -> None:
    vote = draft_vote.reformat("approval", total=30).open()
    booth = Booth(vote, vote.gare)
    ids = [option.pk for option in booth.options]
    answer = _fill(booth, "find", choix=ids[:2], q="verger")
    assert answer.url.endswith("?q=verger")
    page = booth.client.get(answer.url).content.decode()
    shown = [int(pk) for pk in re.findall(r'name="vu" value="(\d+)"', page)]
    assert 0 < len(shown) < 30
    data = {"vu": shown, "then": "theme:Mobilités", "q": "", "choix": shown[:1]}
    answer = booth.client.post(vote.gare.url("fill"), data)
    assert answer.url.endswith("?theme=Mobilit%C3%A9s")
    assert sorted(BallotDraft.objects.get().choices) == sorted([*ids[:2], shown[0]])


def test_send_nonsense(draft_vote: Any) -> None:
    """Options of another ballot, marks that do not exist, lists where one value is awaited."""
    vote = draft_vote.reformat("grades", grades=GRADES).open()
    booth = Booth(vote, vote.gare)
    foreign = vote.options(vote.town)[0].pk
    name = f"note-{booth.options[0].pk}"
    data = {"vu": [foreign, "x", booth.options[0].pk], name: ["9", "zut"], f"note-{foreign}": "1"}
    assert booth.client.post(vote.gare.url("fill"), data).status_code == 302
    assert BallotDraft.objects.get().choices == {}
    assert booth.do("add", 0).url == vote.gare.url("choose")
    assert booth.get("ballot").url == vote.gare.url("choose")


@pytest.mark.parametrize("code", ["basket", "grades", "points"])
def test_cost_as_much_for_more_options(draft_vote: Any, code: str) -> None:
    booth = Booth(draft_vote.reformat(code, total=40).open(), draft_vote.gare)
    booth.text("choose")
    for page in ("choose", "review"):
        with CaptureQueriesContext(connection) as asked:
            booth.text(page)
        assert len(asked) <= 9, [one["sql"][:90] for one in asked]
