"""What a board brings to the desk: its public key, the words of the trial, three parts."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.ui.forms import PlainForm

from ..models import BallotKey, Contest
from ..sealed.box import SealError
from ..sealed.shares import THRESHOLD, fault_of, join

FILE_LIMIT = 10_000


class SecretForm(PlainForm):
    """Which contests are secret."""

    contests = forms.MultipleChoiceField(
        label=gettext_lazy("Scrutins secrets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Un bulletin secret est scellé à son arrivée et ne se change plus."),
    )

    def __init__(self, contests: list[Contest], data: Any = None) -> None:
        super().__init__(data, initial={"contests": [str(c.pk) for c in contests if c.is_secret]})
        field = self.fields["contests"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), one.title) for one in contests]


class KeyForm(PlainForm):
    """The public key of the ceremony, and what is published at the end."""

    key = forms.FileField(
        label=gettext_lazy("Clé publique"),
        help_text=gettext_lazy("Le fichier « cle-publique.json » de la cérémonie."),
    )
    publishes = forms.ChoiceField(
        label=gettext_lazy("Ce qui est publié après le dépouillement"),
        choices=BallotKey.Publishes.choices,
        initial=BallotKey.Publishes.CLEAR,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Avec la clé, chacun recompte, mais un reçu permet de lire le bulletin qui le porte : "
            "quelqu’un peut exiger cette preuve."
        ),
    )

    def clean_key(self) -> str:
        return _key_in(self.cleaned_data["key"], "public_key")


class TrialForm(PlainForm):
    """The words that three parts opened."""

    phrase = forms.CharField(
        label=gettext_lazy("Mots de l’essai"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class OpeningForm(PlainForm):
    """Three parts as they are typed, or the key that was joined on the board's machine."""

    key = forms.FileField(
        label=gettext_lazy("Clé réunie hors ligne"),
        required=False,
        help_text=gettext_lazy("Le fichier « cle-privee.json », à la place des trois parts."),
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        for number in range(1, THRESHOLD + 1):
            self.fields[f"part_{number}"] = forms.CharField(
                label=_("Part n° %(n)s sur trois") % {"n": number},
                required=False,
                max_length=2000,
                widget=forms.Textarea(
                    attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}
                ),
            )
        self.order_fields([*(f"part_{n}" for n in range(1, THRESHOLD + 1)), "key"])

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[f"part_{number}"] for number in range(1, THRESHOLD + 1)]

    def clean_key(self) -> str:
        upload = self.cleaned_data["key"]
        return _key_in(upload, "private_key") if upload else ""

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if self.errors or found.get("key"):
            return found
        parts = {f"part_{n}": found.get(f"part_{n}", "") for n in range(1, THRESHOLD + 1)}
        for name, part in parts.items():
            if fault := fault_of(part):
                self.add_error(name, _PART_FAULTS[fault])
        if not self.errors:
            try:
                found["key"] = join(parts.values())
            except SealError:
                raise forms.ValidationError(
                    _(
                        "Ces trois parts ne vont pas ensemble. Vérifiez qu’elles viennent de la même "
                        "cérémonie et qu’aucune n’est là deux fois."
                    )
                ) from None
        return found


_PART_FAULTS = {
    "number": gettext_lazy("Une part a trente-trois mots : recopiez-les tous."),
    "words": gettext_lazy("Un mot de cette part ne va pas : relisez-la mot à mot."),
}


def _key_in(upload: Any, name: str) -> str:
    """The key that a file of the ceremony holds under this name."""
    try:
        said = json.loads(upload.read(FILE_LIMIT))
        key = bytes.fromhex(said[name])
    except (ValueError, KeyError, TypeError):
        key = b""
    if len(key) != 32:
        raise forms.ValidationError(_("Ce fichier n’est pas celui de la cérémonie."))
    return key.hex()


class GraceForm(PlainForm):
    """How long a ballot begun in time may still be confirmed."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Délai après la clôture, en minutes"),
        min_value=0,
        max_value=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text=gettext_lazy(
            "Pour confirmer un bulletin commencé avant l’heure. De 0 à 30, déclaré avant le vote."
        ),
    )

    def __init__(self, minutes: int, data: Any = None) -> None:
        super().__init__(data, initial={"minutes": minutes})


class SuspendForm(PlainForm):
    """Why the vote is suspended."""

    reason = forms.CharField(
        label=gettext_lazy("Motif, public"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResumeForm(SuspendForm):
    """Why the vote resumes, and whether the time that was lost is given back."""

    gives_back = forms.BooleanField(
        label=gettext_lazy("Repousser la clôture du temps perdu"), required=False, initial=True
    )
