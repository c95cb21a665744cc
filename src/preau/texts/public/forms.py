"""What residents write about a passage, and why they report somebody's words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.questions.files import check_upload
from preau.questions.types.base import Faulty
from preau.ui.forms import PlainForm

from ..actions import MOST_REWRITE, MOST_SIGNS, Words
from ..keys import same_lines
from ..models import Passage, Position


class ContributionForm(PlainForm):
    """A position alone is an answer; words, a new wording and a source may come with it."""

    position = forms.ChoiceField(
        label=gettext_lazy("Votre position"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une position.")},
    )
    body = forms.CharField(
        label=gettext_lazy("Pourquoi\u00a0?"),
        help_text=gettext_lazy("Vos raisons paraissent sur cette page, avec votre nom public."),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea,
    )
    rewrite = forms.CharField(
        label=gettext_lazy("Votre rédaction du passage"),
        help_text=gettext_lazy("Changez le texte\u00a0: la comparaison se fait toute seule."),
        required=False,
        max_length=MOST_REWRITE,
        widget=forms.Textarea,
    )
    link = forms.URLField(
        label=gettext_lazy("Adresse d’une source"),
        required=False,
        max_length=600,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Écrivez une adresse comme https://exemple.fr.")},
    )
    link_title = forms.CharField(
        label=gettext_lazy("Ce que dit cette source"), required=False, max_length=200
    )
    file = forms.FileField(
        label=gettext_lazy("Un document"),
        help_text=gettext_lazy("PDF, image ou document bureautique, 10\u00a0Mo au plus."),
        required=False,
    )

    def __init__(self, *args: Any, passage: Passage, **more: Any) -> None:
        super().__init__(*args, **more)
        self.passage = passage
        if passage.version.text.is_questions:
            self._ask_words_only()
        elif not self.is_bound:
            self.initial.setdefault("rewrite", passage.body)

    def _ask_words_only(self) -> None:
        """An open question has no position to take, and nothing to write again."""
        for name in ("position", "rewrite"):
            del self.fields[name]
        body = self.fields["body"]
        body.label, body.required = _("Votre réponse"), True
        body.help_text = _("Elle paraît sur cette page, avec votre nom public.")
        body.error_messages["required"] = _("Écrivez votre réponse.")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given:
            try:
                check_upload(given)
            except Faulty as fault:
                raise forms.ValidationError(str(fault)) from fault
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rewrite = same_lines(data.get("rewrite") or "")
        data["rewrite"] = "" if rewrite == same_lines(self.passage.body) else rewrite
        if data["rewrite"] and data.get("position", "") not in ("", Position.AMEND):
            self.add_error(
                "position",
                _(
                    "Vous avez changé le texte\u00a0: choisissez «\u00a0À modifier\u00a0», ou remettez-le."
                ),
            )
        has_source = data.get("link") or data.get("file")
        if has_source and not (data.get("body") or data["rewrite"]):
            self.add_error("body", _("Dites en quelques mots ce que cette source apporte."))
        return data

    def words(self) -> Words:
        """What was written, ready to be kept."""
        data = self.cleaned_data
        links = [(data["link_title"] or data["link"], data["link"])] if data["link"] else []
        body = same_lines(data["body"])
        return Words(data.get("position", ""), body, data["rewrite"], tuple(links))
