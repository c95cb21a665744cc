"""`.pb` files as they are found: odd quoting, BOM, missing cells; and errors that name the line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from preau.counting import BallotRules, Candidate, Envelope, Kind, Profile, RuleDocument, count
from preau.counting.ballots import Ballot
from preau.counting.cli import main
from preau.counting.pabulib import FileError, read_election
from preau.counting.pabulib.rules import rule_for
from preau.counting.pabulib.write import write_pb

PLAIN = """META
key;value
description;Un essai
num_projects;2
num_votes;3
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;category
a;60;Un verger;vert
b;50;Des bancs;rue
VOTES
voter_id;vote;age
1;a,b;30
2;b;40
3;;50
"""


def write(folder: Path, text: str, name: str = "essai.pb") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_read_a_plain_file(tmp_path: Path) -> None:
    election = read_election(write(tmp_path, PLAIN))
    assert [(item.id, item.cost, item.category) for item in election.candidates] == [
        ("a", 60, "vert"),
        ("b", 50, "rue"),
    ]
    assert election.profile.ballots == {Ballot(("a", "b")): 1, Ballot(("b",)): 1}
    assert (election.profile.blank, election.budget, election.remarks) == (1, 100, ())


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        "\n\n" + PLAIN + "\n\n",
        PLAIN.replace("META", "meta;").replace("VOTES", "VOTES;;"),
        PLAIN.replace("a;60;", "a;60.0;").replace("budget;100", "budget;100.00"),
        PLAIN.replace("1;a,b", '1;"a, b"'),
        PLAIN.replace("2;b;40", "2;b;40;;"),
    ],
    ids=["bom", "crlf", "blank lines", "case", "decimals", "quoted vote", "trailing cells"],
)
def test_the_same_election_however_it_is_written(tmp_path: Path, text: str) -> None:
    plain = read_election(write(tmp_path, PLAIN, "plain.pb"))
    odd = read_election(write(tmp_path, text))
    assert (odd.candidates, odd.profile, odd.budget) == (
        plain.candidates,
        plain.profile,
        plain.budget,
    )


def test_gzip_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "essai.pb.gz"
    path.write_bytes(gzip.compress(PLAIN.encode()))
    assert read_election(path).profile.valid == 2


@pytest.mark.parametrize(
    ("row", "name", "remark"),
    [
        ('a;60;"Un ""vrai""; verger";vert', 'Un "vrai"; verger', None),
        ('a;60;Un "vrai" verger;vert', 'Un "vrai" verger', None),
        ("a;60;Un verger; partagé;vert", "Un verger; partagé", "unquoted"),
        ('a;60;"Un verger;vert', '"Un verger', "never closed"),
        ("a;60;Un verger", "Un verger", "missing at the end"),
        ('a;60;"Un\nverger";vert', "Un\nverger", None),
    ],
)
def test_odd_names_are_read(tmp_path: Path, row: str, name: str, remark: str | None) -> None:
    election = read_election(write(tmp_path, PLAIN.replace("a;60;Un verger;vert", row)))
    assert election.candidates[0].name == name
    assert [item.id for item in election.candidates] == ["a", "b"]
    assert election.profile.valid == 2
    assert (remark is None) == (election.remarks == ())
    assert remark is None or remark in election.remarks[0].said("en")


def test_ballots_that_name_a_project_twice_are_counted_and_reported(tmp_path: Path) -> None:
    election = read_election(write(tmp_path, PLAIN.replace("2;b;", "2;b,b;")))
    assert election.profile.ballots[Ballot(("b", "b"))] == 1
    assert [(remark.code, remark.figures) for remark in election.remarks] == [
        ("repeats", {"number": 1})
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("budget;100\n", "", None, "META has no « budget »"),
        ("budget;100", "budget;cent", 6, "budget is not a number: 'cent'"),
        ("approval", "choix", 7, "unknown vote_type 'choix'"),
        ("rule;greedy", "min_project_score_threshold;x", 8, "is not a number"),
        ("project_id;cost", "project_id;prix", 10, "no column « cost »"),
        ("a;60", "a;soixante", 11, "project a: cost is not a number: 'soixante'"),
        ("a;60", "a;-60", 11, "cost is negative"),
        ("a;60", "a;1e999", 11, "cost is not a number"),
        ("b;50", "a;50", 12, "a second project 'a'"),
        ("a;60;Un verger;vert\nb;50;Des bancs;rue\n", "", 10, "PROJECTS is empty"),
        ("voter_id;vote", "voter_id;choix", 14, "no column « vote »"),
        ("1;a,b;30", "1;a,z;30", 15, "a ballot names 'z', no project"),
        ("2;b;40", "2", 16, "1 columns where the header has 3"),
        ("2;b;40", "2;b;40;x", 16, "4 columns where the header has 3"),
        ("2;b;40", '2;"b;40;x', 16, "4 columns where the header has 3"),
        (PLAIN[PLAIN.index("VOTES") :], "", 12, "no section VOTES"),
        (PLAIN, "", None, "the file is empty"),
        (PLAIN, "bonjour\n", 1, "does not begin with META"),
    ],
)  # fmt: skip
def test_wrong_files_are_refused_with_their_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: int | None,
    message: str,
) -> None:
    path = write(tmp_path, PLAIN.replace(old, new))
    with pytest.raises(FileError) as refused:
        read_election(path)
    where = f"{path}:{line}: " if line else f"{path}: "
    assert str(refused.value).startswith(where)
    assert message in refused.value.said("en")
    assert main(["count", str(path), "--lang", "en"]) == 2
    assert capsys.readouterr().err == refused.value.said("en") + "\n"
    assert main(["count", str(path)]) == 2
    assert capsys.readouterr().err == f"{refused.value}\n"


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", gzip.compress(PLAIN.encode())[:-9], b"PK\x03\x04rubbish", b"\x1f\x8b"],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "essai.pb"
    path.write_bytes(content)
    assert main(["count", str(path)]) == 2


def test_points_and_projects_must_go_together(tmp_path: Path) -> None:
    text = PLAIN.replace("approval", "cumulative").replace("vote;age", "vote;points")
    good = text.replace("1;a,b;30", "1;a,b;3,2").replace("3;;50", "3;;")
    election = read_election(write(tmp_path, good))
    assert election.profile.ballots[Ballot(("a", "b"), (3, 2))] == 1
    with pytest.raises(FileError, match="15: 2 projets, mais 1 points"):
        read_election(write(tmp_path, text))


def test_the_json_has_the_promised_keys(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = write(tmp_path, PLAIN)
    assert main(["count", str(path), "--rule", "greedy", "--fit", "skip", "--json"]) == 0
    outcome = json.loads(capsysbinary.readouterr().out)
    assert outcome["winners"] == ["b"]
    assert outcome["scores"] == {"a": 1, "b": 2}
    assert (outcome["rule"], outcome["tie_rule"]) == ("greedy", ["cheaper", "draw"])
    assert (outcome["spent"], outcome["envelope"]) == (50, 100)
    assert {"rounds", "ties", "input_sha256"} <= outcome.keys()


def test_what_decides_is_never_a_hidden_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, PLAIN.replace("rule;greedy", "rule;unknown"))
    assert main(["count", str(path)]) == 2
    assert "give --rule" in capsys.readouterr().err
    assert main(["count", str(path), "--rule", "greedy"]) == 2
    assert "give --fit" in capsys.readouterr().err
    assert main(["count", str(path), "--rule", "greedy", "--fit", "stop"]) == 0


def test_a_decisive_tie_has_its_own_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, PLAIN.replace("b;50", "b;60").replace("2;b", "2;"))
    assert main(["count", str(path)]) == 3
    assert "tirage au sort" in capsys.readouterr().out
    assert main(["count", str(path), "--draw", "loto du 23 novembre"]) == 0


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "phragmen", "approval"])
def test_tables_are_printed_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, lang: str
) -> None:
    path = write(tmp_path, PLAIN)
    fit = ["--fit", "skip"] if rule == "greedy" else []
    assert main(["count", str(path), "--rule", rule, *fit, "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert "Des bancs" in shown
    assert ("Bulletins" in shown) == (lang == "fr")


@pytest.mark.parametrize("partial", ["from-top", "from-bottom"])
@pytest.mark.parametrize("points", [(3, 2, 1), (5, 3, 1)])
def test_count_own_file_as_it_was_counted(
    tmp_path: Path, partial: str, points: tuple[int, ...]
) -> None:
    """A file that we write says its points table, and what a short ranking gives."""
    options = [Candidate(name, cost=10, name=name) for name in ("a", "b", "c")]
    rule = RuleDocument(
        rule="greedy",
        fit="skip",
        ballot=BallotRules(Kind.RANKED, max_choices=3),
        points=points,
        partial=partial,
        envelopes=(Envelope("ville", 20),),
        ties=("first-ranks", "cheaper", "draw"),
    )
    ballots = [["a"], ["a"], ["b", "c"], ["c", "b", "a"]]
    counted = count(options, Profile.from_ballots(rule.ballot, ballots, options), rule)
    file = tmp_path / "own.pb"
    file.write_text(write_pb({"description": "Essai"}, options, ballots, counted), "utf-8")
    election = read_election(file)
    again = count(election.candidates, election.profile, rule_for(election))
    assert dict(again.scores) == dict(counted.scores)
    assert again.winners == counted.winners
