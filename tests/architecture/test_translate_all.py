"""Every French message of the code has its English, with the same blanks to fill."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from preau.launch.catalogues import read_po

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "update_catalogue.py"
FRENCH_SIGNS = re.compile(r"[«»]|\u00a0(?:[:;!?€]|%(?!\())")
BLANKS = re.compile(r"%\(\w+\)s|%%|</?\w+")


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_catalogue", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


catalogue = _load()


def test_every_message_has_english() -> None:
    known = catalogue.read_catalogue()
    missing = {
        message.text: str(path)
        for message, path in catalogue.messages_of_code().items()
        if not all(known.get(message, [""]))
    }
    assert missing == {}, "run scripts/update_catalogue.py, then write the English"


def test_english_has_the_same_blanks() -> None:
    faults = [
        (french, english)
        for message, forms in catalogue.read_catalogue().items()
        for french, english in zip((message.text, message.plural), forms, strict=False)
        if sorted(BLANKS.findall(french)) != sorted(BLANKS.findall(english))
    ]
    assert faults == []


def test_english_is_not_french() -> None:
    """A French sign in an English sentence is an oversight."""
    faults = [
        form
        for forms in catalogue.read_catalogue().values()
        for form in forms
        if FRENCH_SIGNS.search(form)
    ]
    assert faults == []


def test_launcher_reads_catalogue() -> None:
    """What the product compiles is what was written here, header apart."""
    compiled = read_po(catalogue.CATALOGUE.read_text("utf-8"))
    assert len(compiled) == len(catalogue.read_catalogue()) + 1


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (
            'from django.utils.translation import gettext as x\nx("Où\\u00a0?")',
            ("Où\u00a0?", "", ""),
        ),
        ('ngettext("un", "%(n)s", n)', ("un", "%(n)s", "")),
        ('pgettext_lazy("mois", "mai")', ("mai", "", "mois")),
        ('_("en " "deux")', ("en deux", "", "")),
    ],
)
def test_read_python(code: str, found: tuple[str, str, str]) -> None:
    assert [tuple(one) for one in catalogue.in_python(code)] == [found]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "Voter" %}', ("Voter", "", "")),
        ("{% translate 'Encore %s' %}", ("Encore %%s", "", "")),
        ('{% translate "mai" context "mois" %}', ("mai", "", "mois")),
        ('{{ name|default:_("Personne") }}', ("Personne", "", "")),
        ('{% tag _("Retenue") "done" %}', ("Retenue", "", "")),
        (
            "{% blocktranslate count n=n trimmed %}\n  un\n{% plural %}\n  {{ n }}\n"
            "{% endblocktranslate %}",
            ("un", "%(n)s", ""),
        ),
        ("{% blocktranslate %}10 % de {{ a }}{% endblocktranslate %}", ("10 %% de %(a)s", "", "")),
    ],
)
def test_read_template(template: str, found: tuple[str, str, str]) -> None:
    assert [tuple(one) for one in catalogue.in_template(template)] == [found]
