"""Every French message of the code has its English, with the same blanks to fill."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from preau.launch.catalogues import read_po

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "preau"
HIDDEN = [
    re.compile(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", re.DOTALL),
    re.compile(r"{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}"),
    re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL),
    re.compile(r"<[^>]*>"),
    re.compile(r"\b(?:Préau|Français|English)\b"),  # proper names, and languages by their own
]
#: A style sheet, and the attributes of a form.
NO_TEXT = {"email_style.html", "autosave.html"}
WORDS = re.compile(r"[^\W\d_]{2,}|n°|:")
FRENCH_SIGNS = re.compile(r"[«»]|\u00a0(?:[:;!?€]|%(?!\())")
BLANKS = re.compile(r"%\(\w+\)s|%%|</?\w+")


def test_every_message_has_english(
    catalogue: ModuleType, messages: dict[tuple[str, str, str], Path]
) -> None:
    known = catalogue.read_catalogue()
    missing = {
        message[0]: str(path)
        for message, path in messages.items()
        if not all(known.get(message, [""]))
    }
    assert missing == {}, "run scripts/update_catalogue.py, then write the English"


def test_english_has_the_same_blanks(catalogue: ModuleType) -> None:
    faults = [
        (french, english)
        for message, forms in catalogue.read_catalogue().items()
        for french, english in zip((message.text, message.plural), forms, strict=False)
        if sorted(BLANKS.findall(french)) != sorted(BLANKS.findall(english))
    ]
    assert faults == []


def test_english_is_not_french(catalogue: ModuleType) -> None:
    """A French sign in an English sentence is an oversight."""
    faults = [
        form
        for forms in catalogue.read_catalogue().values()
        for form in forms
        if FRENCH_SIGNS.search(form)
    ]
    assert faults == []


def test_launcher_reads_catalogue(catalogue: ModuleType) -> None:
    """What the product compiles is what was written here, header apart."""
    compiled = read_po(catalogue.CATALOGUE.read_text("utf-8"))
    assert len(compiled) == len(catalogue.read_catalogue()) + 1


def _bare(template: str) -> str:
    """What a page says outside gettext: neither tags, variables nor markup."""
    for hidden in HIDDEN:
        template = hidden.sub(" ", template)
    return " ".join(template.split())


def test_no_word_is_bare_in_a_template() -> None:
    faults = {
        str(path.relative_to(TEMPLATES)): found
        for path in sorted(TEMPLATES.rglob("templates/**/*.*"))
        if "gallery" not in path.parts
        and path.name not in NO_TEXT
        and (found := WORDS.findall(_bare(path.read_text("utf-8"))))
    }
    assert faults == {}, "write them in {% translate %}, or as {% colon %} and |numbered"


@pytest.mark.parametrize(
    ("template", "bare"),
    [
        ("<p>{{ a }} : {{ b }}</p>", [":"]),
        ("<p>n° {{ a }}</p>", ["n°"]),
        ("<b>Voter</b>", ["Voter"]),
        (
            '<p class="lead">{% translate "Voter" %} · {% blocktranslate %}Oui{% endblocktranslate %}',
            [],
        ),
    ],
)
def test_linter_sees_bare_words(template: str, bare: list[str]) -> None:
    assert WORDS.findall(_bare(template)) == bare


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
def test_read_python(catalogue: ModuleType, code: str, found: tuple[str, str, str]) -> None:
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
def test_read_template(catalogue: ModuleType, template: str, found: tuple[str, str, str]) -> None:
    assert [tuple(one) for one in catalogue.in_template(template)] == [found]
