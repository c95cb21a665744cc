"""The editor of a question whose choices are pictures: each brought in, and told in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal
from preau.media.actions import take_picture

from .document import Option, Question
from .editor import QuestionEdit


class PicturesEdit(QuestionEdit):
    """As any other question; a choice of pictures has a file and its words for each choice."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        #: Addresses of the pictures that were taken in, by choice.
        self.taken: dict[str, str] = {}
        if self.kind.code != "image":
            return
        for one in self.question.options:
            self.fields[f"picture_{one.id}"] = forms.FileField(
                label=_("Image de «\u00a0%(label)s\u00a0»") % {"label": one.label},
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/*"}),
            )
            self.fields[f"alt_{one.id}"] = forms.CharField(
                label=_("Ce que montre l’image de «\u00a0%(label)s\u00a0»") % {"label": one.label},
                help_text=_("Lu à qui ne voit pas l’image."),
                required=False,
                max_length=300,
                initial=one.alt,
            )

    def picture_lines(self) -> list[tuple[Option, Any, Any]]:
        """Each choice with the fields of its picture."""
        return [
            (one, self[f"picture_{one.id}"], self[f"alt_{one.id}"])
            for one in self.question.options
            if f"picture_{one.id}" in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for one, picture, alt in self.picture_lines():
            has_picture = one.picture or data.get(picture.name)
            if has_picture and not (data.get(alt.name) or "").strip():
                self.add_error(alt.name, _("Dites ce que montre cette image."))
        return data

    def take_pictures(self, person: User) -> bool:
        """Encode each file again and keep it; False when one is no picture, said beside it."""
        for one, picture, alt in self.picture_lines():
            upload = self.cleaned_data.get(picture.name)
            if upload is None:
                continue
            words = self.cleaned_data[alt.name]
            kept = take_picture(
                upload=upload, size=upload.size, alt=words, owner=person, is_public=True
            )
            if isinstance(kept, Refusal):
                self.add_error(picture.name, f"{kept.reason} {kept.remedy}".strip())
                return False
            self.taken[one.id] = kept.url()
        return True

    def edited(self) -> Question:
        question = super().edited()
        options = tuple(
            replace(
                one,
                picture=self.taken.get(one.id, one.picture),
                alt=self.cleaned_data.get(f"alt_{one.id}", one.alt).strip(),
            )
            for one in question.options
        )
        return replace(question, options=options)

    def waits_for_pictures(self, question: Question) -> bool:
        """True while a choice that is now written has no picture."""
        return self.kind.code == "image" and any(not one.picture for one in question.options)
