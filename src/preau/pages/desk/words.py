"""The city's own nouns: chosen beside the sentences that they change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.kernel.nouns import HOUSE, Noun, Wording
from preau.processes.desk_access import agent_of
from preau.tenancy.scope import current_site
from preau.tenancy.wording import sentences
from preau.ui.forms import PlainForm

from ..actions.words import Words, choose_words
from ..policies import may_say
from .access import for_editors, frame

LABELS = {
    "idea": (_("Ce que l’on dépose"), _("Avant le vote. La plateforme dit «\u00a0idée\u00a0».")),
    "project": (_("Ce que l’on vote"), _("La plateforme dit «\u00a0projet\u00a0».")),
    "ballot": (
        _("Ce que l’on met dans l’urne"),
        _("La plateforme dit «\u00a0bulletin\u00a0». Un autre nom masculin convient."),
    ),
    "neighbourhood": (
        _("La partie de la commune"),
        _("La plateforme dit «\u00a0quartier\u00a0»."),
    ),
    "process": (_("Ce que l’on mène"), _("La plateforme dit «\u00a0démarche\u00a0».")),
}
_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|[’ -](?=[^\W\d_]))*$")
_ARTICLE = re.compile(r"^(?:(?P<le>le|la) |(?P<l>l)[’'] ?)(?P<noun>.+)$", re.IGNORECASE)
#: Shown of each noun; all of them stand below.
SAMPLES = 12


class WordField(forms.CharField):
    """A noun in letters: what is typed here stands in every page, mail and file."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, required=False, max_length=40, **more)

    def clean(self, value: Any) -> str:
        typed = " ".join(str(super().clean(value)).replace("'", "’").split()).lower()
        if typed and not _WORD.match(typed):
            raise forms.ValidationError(_("Un mot en lettres, sans chiffre ni signe."))
        return typed


class WordsForm(PlainForm):
    """Five nouns, in two languages. An empty noun is the platform's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in HOUSE:
            self.fields[f"{code}_one"] = WordField(
                _("Avec son article"),
                help_text=_("«\u00a0la proposition\u00a0», «\u00a0l’idée\u00a0»"),
            )
            self.fields[f"{code}_many"] = WordField(_("Au pluriel, sans article"))
            self.fields[f"{code}_gender"] = forms.ChoiceField(
                label=_("Genre, après l’"),
                required=False,
                choices=[("f", _("féminin")), ("m", _("masculin"))],
            )
            self.fields[f"{code}_en_one"] = WordField(_("En anglais, au singulier"))
            self.fields[f"{code}_en_many"] = WordField(_("En anglais, au pluriel"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.words: Words = {code: {} for code in HOUSE}
        for code in HOUSE:
            self._read_french(code, data)
            self._read_english(code, data)
        return data

    def _read_french(self, code: str, data: dict[str, Any]) -> None:
        one, many = data.get(f"{code}_one"), data.get(f"{code}_many")
        if one is None or many is None or not self._are_both(code, "one", "many", one, many):
            return
        found = _ARTICLE.match(one)
        if found is None:
            self.add_error(
                f"{code}_one",
                _("Écrivez le mot avec «\u00a0le\u00a0», «\u00a0la\u00a0» ou «\u00a0l’\u00a0»."),
            )
            return
        article = (found["le"] or "").lower()
        gender = {"le": "m", "la": "f"}.get(article) or data.get(f"{code}_gender") or "f"
        noun = Noun(found["noun"], many, gender, elides=not article)
        refusal = may_say(code, "fr", noun)
        if refusal is not None:
            self.add_error(f"{code}_one", f"{refusal.reason} {refusal.remedy}")
            return
        self.words[code]["fr"] = noun

    def _read_english(self, code: str, data: dict[str, Any]) -> None:
        one, many = data.get(f"{code}_en_one"), data.get(f"{code}_en_many")
        if one is None or many is None or not self._are_both(code, "en_one", "en_many", one, many):
            return
        self.words[code]["en"] = Noun(one, many)

    def _are_both(self, code: str, first: str, second: str, one: str, many: str) -> bool:
        if one and many:
            return True
        if one or many:
            missing = second if one else first
            self.add_error(f"{code}_{missing}", _("Donnez le singulier et le pluriel, ou aucun."))
        return False


def _initial() -> dict[str, Any]:
    """What the site says now; nothing where it says what the house says."""
    found: dict[str, Any] = {}
    for code, spoken in current_site().words.items():
        for language, kept in spoken.items():
            noun, start = Noun.read(kept), f"{code}_" if language == "fr" else f"{code}_en_"
            found |= {f"{start}one": noun.one, f"{start}many": noun.many}
            if language == "fr":
                found |= {f"{start}one": noun.with_article, f"{start}gender": noun.gender}
    return found


@dataclass(frozen=True)
class Effect:
    """What one noun changes: the sentences, said as they will be."""

    title: str
    count: int
    samples: list[str]
    others: list[str]


def effects(words: Words) -> list[Effect]:
    """The sentences that each chosen noun changes, shortest first."""
    found = []
    for code, spoken in words.items():
        for language, noun in spoken.items():
            chosen = {code: {language: noun.data()}}
            wording = Wording(chosen, language)
            said = {wording.say(one) for one in sentences(language) if wording.say(one) != one}
            shown = sorted((_plain(one) for one in said), key=_usefulness)
            if shown:
                title = noun.with_article if language == "fr" else noun.one
                found.append(Effect(title, len(shown), shown[:SAMPLES], shown[SAMPLES:]))
    return found


def _usefulness(text: str) -> tuple[bool, int, str]:
    """Whole sentences before lone words, short ones before long ones."""
    return (len(text) < 22, len(text), text)


def _plain(text: str) -> str:
    """A sentence without what the platform fills in."""
    return re.sub(r"%\(\w+\)[sd]|%%|</?\w+>", lambda found: _blank(found[0]), text)


def _blank(sign: str) -> str:
    return "…" if sign.startswith("%(") else "%" if sign == "%%" else ""


@for_editors
def words(request: HttpRequest) -> HttpResponse:
    """The nouns, and what they change; seen before it is kept."""
    form = WordsForm(request.POST or None, initial=_initial())
    seen: list[Effect] = []
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") != "see":
            choose_words(words=form.words, actor=agent_of(request))
            messages.success(request, say("C’est en ligne dans quelques secondes."))
            return redirect("pages_desk:words")
        seen = effects(form.words)
    elif request.method != "POST":
        kept = current_site().words
        seen = effects({c: {k: Noun.read(v) for k, v in one.items()} for c, one in kept.items()})
    return render(
        request,
        "pages/desk/words.html",
        frame(request, form=form, groups=_groups(form), effects=seen),
    )


def _groups(form: WordsForm) -> list[tuple[Any, Any, list[Any]]]:
    names = ("one", "many", "en_one", "en_many", "gender")
    return [(*LABELS[code], [form[f"{code}_{name}"] for name in names]) for code in HOUSE]
