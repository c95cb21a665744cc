"""Translations compiled by the house are read by Python's own gettext."""

from __future__ import annotations

import gettext
from pathlib import Path

from preau.launch.catalogues import compile_catalogues, read_po, to_mo

PO = r"""
# Translators' note.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Voter"
msgstr "Vote"

#, python-format
msgid "%(n)s voix"
msgid_plural "%(n)s voix au total"
msgstr[0] "%(n)s vote"
msgstr[1] "%(n)s votes"

msgctxt "month"
msgid "mars"
msgstr "March"

msgid ""
"Une phrase "
"« coupée »\n"
msgstr ""
"A split "
"\"sentence\"\n"

#, fuzzy
msgid "Douteux"
msgstr "Doubtful"

msgid "Non traduit"
msgstr ""

#~ msgid "Ancien"
#~ msgstr "Old"

#, fuzzy
msgid "Dernier douteux"
msgstr "Last"
"""


def catalogue(folder: Path) -> gettext.GNUTranslations:
    path = folder / "django.mo"
    path.write_bytes(to_mo(read_po(PO)))
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_translates_as_gettext_would(tmp_path: Path) -> None:
    words = catalogue(tmp_path)
    assert words.gettext("Voter") == "Vote"
    assert words.ngettext("%(n)s voix", "%(n)s voix au total", 1) == "%(n)s vote"
    assert words.ngettext("%(n)s voix", "%(n)s voix au total", 3) == "%(n)s votes"
    assert words.pgettext("month", "mars") == "March"
    assert words.gettext("Une phrase « coupée »\n") == 'A split "sentence"\n'


def test_leaves_out_what_is_not_sure(tmp_path: Path) -> None:
    words = catalogue(tmp_path)
    for text in ("Douteux", "Non traduit", "Ancien", "Dernier douteux"):
        assert words.gettext(text) == text


def test_compiles_only_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "preau/locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    assert compile_catalogues(tmp_path) == 1
    assert compile_catalogues(tmp_path) == 0
    assert (folder / "django.mo").exists()
