"""The synthesis: figures recounted, groups of positions, publication, a real debate taken in."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client

from preau.messaging.models import Email
from preau.texts.actions import Words, contribute, follow
from preau.texts.importing import read_debate, take_debate
from preau.texts.models import Consultation, Contribution, Passage, Stance
from preau.texts.positions import groups
from preau.texts.reading import Unreadable
from preau.texts.synthesis import figures_now, publish_synthesis
from preau.texts.telling import tell_of_synthesis

HERE = "/demarches/charte/consultation/consultation/"
DESK = "/bureau/demarches/charte/consultation/consultation/synthese/"
DEBATE = Path(os.environ.get("PREAU_DATA", "")) / "consultation/republique_numerique.jsonl.gz"


def two_camps(size: int, passages: int, noise: float = 0.1) -> dict[str, dict[int, str]]:
    rng = Random(7)
    voices = {}
    for n in range(2 * size):
        side = n % 2
        said = {}
        for one in range(passages):
            agrees = (one % 2 == side) != (rng.random() < noise)
            said[one] = "agree" if one == 0 or agrees else "disagree"
        voices[f"v{n}"] = said
    return voices


def test_find_two_camps() -> None:
    found = groups(two_camps(40, 8), least=10)
    assert found.sizes == (40, 40)
    assert found.counts is not None
    assert found.counts[0] == ((40, 0, 0), (40, 0, 0))
    first, second = found.counts[1]
    assert abs(first[0] - second[0]) > 25
    shuffled = dict(sorted(two_camps(40, 8).items(), reverse=True))
    assert groups(shuffled, least=10) == found


def test_find_no_group_where_there_is_none() -> None:
    rng = Random(3)
    alike = {
        f"v{n}": {p: rng.choices(["agree", "amend"], [9, 1])[0] for p in range(6)}
        for n in range(80)
    }
    found = groups(two_camps(8, 6), least=10)
    assert (found.sizes, found.placed) == ((), 16)
    assert groups({}, least=10).sizes == ()
    assert all(size >= 10 for size in groups(alike, least=10).sizes)


def test_hide_small_bases() -> None:
    voices = two_camps(20, 6)
    for n in range(3):
        voices[f"v{2 * n}"][99] = "disagree"
        voices[f"v{2 * n + 1}"][99] = "agree"
    found = groups(voices, least=10)
    assert len(found.sizes) == 2
    assert 1 in (found.counts or {})
    assert 99 not in (found.counts or {})


def test_publish_synthesis(client: Client, cast: Any, consultation: Consultation) -> None:
    passage = Passage.objects.select_related("version__text").get(key="1-1")
    passage.version.text.consultation = consultation
    contribute(passage=passage, words=Words("agree", "Le bois est beau."), person=cast.nadia)
    follow(passage=passage, person=cast.lucas, wanted=True)
    assert client.get(HERE + "synthese/").status_code == 403
    client.force_login(cast.odile)
    words = "Beaucoup d’avis, dont [[1]].\n\n[[1]]\n\n[[77]] <script>"
    assert client.post(DESK, {"words": " ", "geste": "publier"}).status_code == 422
    client.post(DESK, {"words": words, "geste": "enregistrer"})
    assert client.get(HERE + "synthese/").status_code == 403
    client.post(DESK, {"words": words, "geste": "publier"})
    page = client.get(HERE + "synthese/").content.decode().replace("\xa0", " ")
    assert "<blockquote><p>Le bois est beau.</p></blockquote>" in page
    assert f'<a href="{HERE}avis/1/">avis n° 1</a>' in page
    assert "<script>" not in page.split("<main")[1]
    assert client.get(HERE + "synthese.pdf").content.startswith(b"%PDF")
    consultation.refresh_from_db()
    assert tell_of_synthesis(consultation.pk) == 2
    assert tell_of_synthesis(consultation.pk) == 0
    told = Email.objects.filter(kind="consultation_synthesis").values_list("to", flat=True)
    assert set(told) == {cast.nadia.email, cast.lucas.email}


def test_take_in_other_files() -> None:
    with pytest.raises(Unreadable) as error:
        read_debate(['{"title": "a", "body": "b"}', "pas du JSON"])
    assert "ligne 2" in str(error.value)


@pytest.mark.skipif(not DEBATE.is_file(), reason="PREAU_DATA holds no republique_numerique")
def test_take_in_real_debate(
    client: Client, cast: Any, consultation: Consultation, tmp_path: Path
) -> None:
    lines = gzip.decompress(DEBATE.read_bytes()).decode().splitlines()
    debate = read_debate(lines)
    taken = take_debate(consultation=consultation, title="Le débat", debate=debate, actor=None)
    arguments = [one for row in debate for one in row["arguments"] if one["body"].strip()]
    assert taken.passages == len(debate) > 400
    assert taken.contributions == len(arguments) > 1500
    figures = figures_now(consultation)
    votes = sum(row["votes_ok"] + row["votes_mitige"] + row["votes_nok"] for row in debate)
    # An argument without its vote in the file adds one position: never less than the votes.
    assert votes <= figures["positions"] <= votes + len(arguments)
    assert figures["voices"] == len({one["author"] for one in arguments})
    by_hand = Contribution.objects.filter(consultation=consultation).count()
    assert figures["contributions"] == by_hand == len(arguments)
    shown = {one["pk"]: one for one in figures["passages"]}
    for stance_count, passage in _counted():
        one = shown[passage.pk]
        held = passage.agree_in + passage.amend_in + passage.disagree_in
        assert one["agree"] + one["amend"] + one["disagree"] == held + stance_count
    sizes = figures["groups"]["sizes"]
    assert all(size >= consultation.least_group for size in sizes)
    publish_synthesis(consultation=consultation, words="Voici.", actor=cast.odile)
    assert client.get(HERE + "synthese/").status_code == 200
    assert client.get(HERE + "texte/le-debat/").status_code == 200
    assert b"".join(client.get(HERE + "avis.csv").streaming_content).count(b"\r\n") >= by_hand


def _counted() -> list[tuple[int, Passage]]:
    counts: dict[int, int] = {}
    for pk in Stance.objects.values_list("passage", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return [(n, Passage.objects.get(pk=pk)) for pk, n in list(counts.items())[:25]]
