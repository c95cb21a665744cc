"""What whoever prepares a votation fills in: its settings, its questions, their positions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.ui.forms import DayField, PlainForm
from preau.voting.formats.grades import USUAL_GRADES

from ..actions import Asked, Said, Settings
from ..models import Method, Question, Votation
from ..preparation import LONGEST, length_of, most_signs
from ..rules import FORMATS

QUORUMS = [
    ("none", gettext_lazy("Aucun quorum")),
    ("ballots", gettext_lazy("Un nombre de bulletins")),
    ("percent", gettext_lazy("Une part des personnes qui peuvent voter")),
]
FEWEST_GRADES, MOST_GRADES = 4, 7


class SettingsForm(PlainForm):
    """What the vote is worth, why it is held, how many ballots make it count."""

    worth = forms.ChoiceField(
        label=gettext_lazy("Valeur du vote"),
        help_text=gettext_lazy("Cette phrase est écrite sur chaque bulletin."),
        choices=Votation.Worth.choices,
        widget=forms.RadioSelect,
    )
    context = forms.CharField(
        label=gettext_lazy("Pourquoi cette question"),
        help_text=gettext_lazy("Les faits, sans prendre position."),
        widget=forms.Textarea,
        max_length=5000,
        required=False,
    )
    rules_act = forms.CharField(
        label=gettext_lazy("Délibération qui adopte le règlement"),
        help_text=gettext_lazy("Son numéro et sa date."),
        max_length=200,
        required=False,
    )
    registered = forms.IntegerField(
        label=gettext_lazy("Personnes qui peuvent voter"),
        help_text=gettext_lazy("Si leur nombre est connu\u00a0: la participation se lit en part."),
        min_value=1,
        max_value=100_000_000,
        required=False,
    )
    quorum = forms.ChoiceField(
        label=gettext_lazy("Quorum"), choices=QUORUMS, widget=forms.RadioSelect
    )
    quorum_ballots = forms.IntegerField(
        label=gettext_lazy("Bulletins demandés"), min_value=1, max_value=10**8, required=False
    )
    quorum_percent = forms.IntegerField(
        label=gettext_lazy("Part demandée, en pourcents"),
        min_value=1,
        max_value=100,
        required=False,
    )
    is_secret = forms.BooleanField(
        label=gettext_lazy("Vote secret"),
        help_text=gettext_lazy(
            "Chaque bulletin est scellé et ne se change plus. Un bureau garde la clé\u00a0; il n’y "
            "a pas de vote sur papier."
        ),
        required=False,
    )

    def __init__(self, votation: Votation, data: Any = None) -> None:
        kind = (
            "percent" if votation.quorum_percent else "ballots" if votation.quorum_ballots else ""
        )
        names = ("worth", "context", "rules_act", "registered", "is_secret")
        initial: dict[str, Any] = {name: getattr(votation, name) for name in names}
        initial["quorum"] = kind or "none"
        initial["quorum_ballots"] = votation.quorum_ballots or None
        initial["quorum_percent"] = votation.quorum_percent or None
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("quorum")
        if (
            kind == "ballots"
            and not data.get("quorum_ballots")
            and not self.has_error("quorum_ballots")
        ):
            self.add_error("quorum_ballots", _("Donnez le nombre de bulletins."))
        if (
            kind == "percent"
            and not data.get("quorum_percent")
            and not self.has_error("quorum_percent")
        ):
            self.add_error("quorum_percent", _("Donnez la part, par exemple 20."))
        if kind == "percent" and not data.get("registered") and not self.has_error("registered"):
            self.add_error(
                "registered",
                _("Un quorum en part demande le nombre de personnes qui peuvent voter."),
            )
        return data

    def settings(self) -> Settings:
        """The settings as the action takes them: one kind of quorum at most."""
        data = self.cleaned_data
        kind = data["quorum"]
        return Settings(
            worth=data["worth"],
            context=data["context"].strip(),
            rules_act=data["rules_act"],
            registered=data["registered"],
            quorum_ballots=data["quorum_ballots"] if kind == "ballots" else 0,
            quorum_percent=data["quorum_percent"] if kind == "percent" else 0,
            is_secret=data["is_secret"],
        )


class QuestionForm(PlainForm):
    """A question and its ballot; what a format does not use is left as it is."""

    words = forms.CharField(
        label=gettext_lazy("La question, telle qu’elle est posée"),
        max_length=300,
        widget=forms.Textarea,
    )
    title = forms.CharField(
        label=gettext_lazy("Nom court du bulletin"),
        help_text=gettext_lazy("Deux ou trois mots, sans prendre position."),
        max_length=60,
    )
    details = forms.CharField(
        label=gettext_lazy("Ce qu’il faut savoir"),
        widget=forms.Textarea,
        max_length=3000,
        required=False,
    )
    ballot_format = forms.ChoiceField(
        label=gettext_lazy("Comment on vote"),
        choices=list(FORMATS.items()),
        widget=forms.RadioSelect,
    )
    answers = forms.CharField(
        label=gettext_lazy("Réponses"),
        help_text=gettext_lazy(
            "Une réponse par paragraphe, séparées par une ligne vide\u00a0: sa première ligne est "
            "son nom, la suite l’explique. Inutile pour oui ou non."
        ),
        widget=forms.Textarea,
        max_length=12_000,
        required=False,
    )
    share_percent = forms.IntegerField(
        label=gettext_lazy("Seuil pour l’emporter, en pourcents"),
        help_text=gettext_lazy(
            "50 veut dire plus de la moitié. Pour un choix parmi plusieurs textes, 0 veut dire le "
            "plus de voix."
        ),
        min_value=0,
        max_value=100,
        required=False,
    )
    is_of_cast = forms.BooleanField(
        label=gettext_lazy("Le seuil se calcule sur tous les bulletins, blancs compris"),
        required=False,
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Un classement se compte"),
        choices=Method.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    grades = forms.CharField(
        label=gettext_lazy("Mentions, de la meilleure à la moins bonne"),
        help_text=gettext_lazy("Une par ligne, de quatre à sept."),
        widget=forms.Textarea,
        max_length=600,
        required=False,
    )
    takes_blank = forms.BooleanField(label=gettext_lazy("On peut voter blanc"), required=False)

    def __init__(self, question: Question | None, data: Any = None) -> None:
        super().__init__(data, initial=_of(question))

    def clean_answers(self) -> tuple[tuple[str, str], ...]:
        return tuple(_paragraphs(self.cleaned_data["answers"]))

    def clean_grades(self) -> tuple[str, ...]:
        found = tuple(
            line.strip() for line in self.cleaned_data["grades"].splitlines() if line.strip()
        )
        if len(set(found)) != len(found):
            raise forms.ValidationError(_("Une mention est écrite deux fois."))
        if found and not FEWEST_GRADES <= len(found) <= MOST_GRADES:
            raise forms.ValidationError(_("Écrivez de quatre à sept mentions."))
        if any(len(one) > 40 for one in found):
            raise forms.ValidationError(_("Une mention a 40 signes au plus."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way, share = data.get("ballot_format"), data.get("share_percent")
        if way == "yes-no" and share is not None and share < 50:
            self.add_error("share_percent", _("Pour oui ou non, le seuil est de 50 au moins."))
        elif way == "single" and share and share < 50:
            self.add_error("share_percent", _("Le seuil est 0 ou au moins 50."))
        for title, summary in data.get("answers") or ():
            if len(title) > 160 or len(summary) > 400:
                self.add_error(
                    "answers",
                    _(
                        "«\u00a0%(name)s…\u00a0» est trop long\u00a0: 160 signes pour un nom, 400 pour un texte."
                    )
                    % {"name": title[:40]},
                )
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        share = data["share_percent"]
        return Asked(
            title=data["title"],
            words=data["words"].strip(),
            details=data["details"].strip(),
            ballot_format=data["ballot_format"],
            answers=data["answers"],
            method=data["method"] or Method.DUELS,
            share_percent=50 if share is None else share,
            is_of_cast=data["is_of_cast"],
            takes_blank=data["takes_blank"],
            grades=data["grades"],
        )


def _of(question: Question | None) -> dict[str, Any]:
    """What the form shows first: the question as it is, or the most usual one."""
    usual = "\n".join(USUAL_GRADES)
    if question is None:
        return {
            "ballot_format": "yes-no",
            "method": Method.DUELS,
            "share_percent": 50,
            "takes_blank": True,
            "grades": usual,
        }
    names = [name for name in Asked.__dataclass_fields__ if name not in ("answers", "grades")]
    answers = question.answers.all() if question.ballot_format != "yes-no" else []
    return {name: getattr(question, name) for name in names} | {
        "answers": "\n\n".join(f"{one.title}\n{one.summary}".strip() for one in answers),
        "grades": "\n".join(question.grades) or usual,
    }


def _paragraphs(text: str) -> list[tuple[str, str]]:
    """Name and text of each answer; lines of a text are joined."""
    found = []
    for block in "\n".join(line.strip() for line in text.splitlines()).split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        if lines:
            found.append((lines[0], " ".join(lines[1:])))
    return found


class PositionsForm(PlainForm):
    """The boxes of a question; how far each may go is said by the shortest."""

    def __init__(self, question: Question, data: Any = None) -> None:
        self.places = self._titles(question)
        held = {one.number: one for one in question.positions.all()}
        super().__init__(data)
        for place, title in enumerate(self.places, start=1):
            one = held.get(place)
            self.fields[f"title_{place}"] = forms.CharField(
                label=_("Titre de l’encadré"), max_length=80, initial=one.title if one else title
            )
            self.fields[f"words_{place}"] = forms.CharField(
                label=_("Texte"),
                widget=forms.Textarea,
                max_length=LONGEST,
                initial=one.words if one else "",
                required=False,
            )
            self.fields[f"holder_{place}"] = forms.CharField(
                label=_("Qui tient cette position"),
                max_length=120,
                initial=one.holder if one else "",
                required=False,
            )

    @staticmethod
    def _titles(question: Question) -> list[str]:
        if question.ballot_format == "yes-no":
            return [_("Pour le oui"), _("Pour le non")]
        return [answer.title[:80] for answer in question.answers.all()]

    @property
    def boxes(self) -> list[dict[str, Any]]:
        """Each box with its fields and how many signs it has now."""
        return [
            {
                "place": place,
                "title": self[f"title_{place}"],
                "words": self[f"words_{place}"],
                "holder": self[f"holder_{place}"],
                "signs": length_of(str(self[f"words_{place}"].value() or "")),
            }
            for place in range(1, len(self.places) + 1)
        ]

    @property
    def most(self) -> int:
        """The most signs that a box may hold as they stand."""
        return most_signs(str(self[f"words_{place}"].value() or "") for place in self._range())

    def _range(self) -> range:
        return range(1, len(self.places) + 1)

    def said(self) -> list[Said]:
        data = self.cleaned_data
        return [
            Said(data[f"title_{one}"], data[f"words_{one}"].strip(), data[f"holder_{one}"])
            for one in self._range()
        ]

    def unequal(self) -> str:
        """What must still change for the boxes to be equal; nothing when they are."""
        words = [one.words for one in self.said()]
        missing = sum(not one for one in words)
        if missing:
            said = ngettext(
                "Il manque %(n)s texte\u00a0: un encadré vide ne serait pas équitable.",
                "Il manque %(n)s textes\u00a0: un encadré vide ne serait pas équitable.",
                missing,
            )
            return said % {"n": missing}
        most = most_signs(words)
        longest = max(length_of(one) for one in words)
        if longest <= most:
            return ""
        return _(
            "Un encadré a %(longest)s signes. Le plus court permet d’aller jusqu’à %(most)s\u00a0: "
            "raccourcissez l’un ou allongez l’autre."
        ) % {"longest": longest, "most": most}


class DrawForm(PlainForm):
    """What was drawn in public, so that anyone finds the same order again."""

    seed = forms.CharField(
        label=gettext_lazy("Ce qui a été tiré en public"),
        help_text=gettext_lazy(
            "Des mots, des chiffres ou un numéro, dits devant témoins. Ils sont publiés avec les "
            "résultats et ne changent plus."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez ce qui a été tiré en public.")},
    )


class OutcomeForm(PlainForm):
    """What the authority decided after the vote."""

    words = forms.CharField(
        label=gettext_lazy("Ce qui a été décidé, et pourquoi"),
        widget=forms.Textarea,
        max_length=4000,
    )
    act = forms.CharField(
        label=gettext_lazy("Délibération ou arrêté"), max_length=200, required=False
    )
    on = DayField(label=gettext_lazy("Date de la décision"), required=False)
