"""Each verb reaches its program, with its arguments and its exit code."""

from __future__ import annotations

import string

import pytest

from preau.launch.words import SENTENCES, sentence

from .conftest import Checkout

ECHO = "import sys; print(sys.flags.no_site, sys.argv[1:]); sys.exit(2)"
#: A command that needs tables finds them, on a fresh machine too.
TABLES = "migrate --database=owner --no-input -v0"


@pytest.mark.parametrize("verb", ["count", "verify"])
def test_counts_without_environment_nor_database(checkout: Checkout, verb: str) -> None:
    counting = checkout.root / "src/preau/counting"
    counting.mkdir()
    (counting / "__init__.py").touch()
    (counting / "__main__.py").write_text(ECHO)
    done = checkout.preau(verb, "a file.pb", "--json", PREAU_VENV="/nowhere")
    assert done.stdout.strip().endswith(f"['{verb}', 'a file.pb', '--json']")
    assert done.returncode == 2
    assert not checkout.places.live.exists()


@pytest.mark.parametrize(
    ("verb", "commands"),
    [
        (["manage", "check", "--deploy"], ["check --deploy demo=0"]),
        (["shell"], ["shell demo=0"]),
        (["site", "export", "saint-aubin"], [f"{TABLES} demo=0", "site export saint-aubin demo=0"]),
        (["seed", "--small"], [f"{TABLES} demo=1", "seed_demo --small demo=1"]),
        (["import-edition", "x.csv"], [f"{TABLES} demo=0", "import_edition x.csv demo=0"]),
    ],
)
def test_forwards_the_other_verbs_to_django(
    checkout: Checkout, verb: list[str], commands: list[str]
) -> None:
    done = checkout.preau(*verb)
    assert done.returncode == 0, done.stderr
    assert checkout.managed() == commands


def test_gives_back_the_exit_code_of_a_command(checkout: Checkout) -> None:
    assert checkout.preau("manage", "fail").returncode == 3


def test_says_what_it_can_do(checkout: Checkout) -> None:
    assert "./preau VERBE" in checkout.preau().stdout
    assert "./preau VERB " in checkout.preau("help", PREAU_LANG="en").stdout


def test_names_the_benchmarks(checkout: Checkout) -> None:
    bench = checkout.root / "bench"
    bench.mkdir()
    (bench / "bench_counting.py").touch()
    assert "counting" in checkout.preau("bench").stdout
    refused = checkout.preau("bench", "nothing")
    assert (refused.returncode, refused.stderr) == (
        1,
        "Aucun banc de mesure de ce nom. Bancs de mesure\u00a0: counting.\n",
    )


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_asks_for_the_same_facts_in_both_languages(key: str) -> None:
    french, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in SENTENCES[key]
    )
    assert french == english
    assert sentence(key, **dict.fromkeys(french, "x"))
