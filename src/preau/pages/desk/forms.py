"""Forms of the editor of pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.processes.models import Process
from preau.ui.forms import MomentField, PlainForm

from ..addresses import clean_slug
from ..models import Page
from ..targets import TARGETS


class ParentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Another page, by its title and address."""

    def __init__(self, **options: Any) -> None:
        pages = Page.objects.exclude(path="").select_related("draft")
        super().__init__(queryset=pages, empty_label=_("Tout en haut"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} (/{obj.path}/)"


class HeadingForm(PlainForm):
    title = forms.CharField(
        max_length=120,
        label=_("Titre de la page"),
        error_messages={"required": _("Donnez un titre à la page.")},
    )
    summary = forms.CharField(
        required=False,
        max_length=240,
        label=_("Résumé en une phrase"),
        help_text=_("Montré sous le titre et dans les moteurs de recherche."),
    )


class PlaceForm(PlainForm):
    """Where the page stands in the tree."""

    parent = ParentField(required=False, label=_("Rangée sous"))
    slug = forms.CharField(
        required=False,
        max_length=60,
        label=_("Fin de l’adresse"),
        help_text=_("Vide, elle vient du titre."),
    )

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data["slug"]).strip()
        return clean_slug(typed) if typed else ""


class NewPageForm(HeadingForm, PlaceForm):
    field_order = ["title", "summary", "parent", "slug"]


def _targets() -> list[Any]:
    """Lists of the site, then each process and each list of its own."""
    lists = [(one.kind, one.label) for one in TARGETS.values() if not one.of_process]
    found: list[Any] = [(say("Listes du site"), lists)]
    processes = list(Process.objects.exclude(state=Process.State.ARCHIVED))
    for target in TARGETS.values():
        if target.of_process and processes:
            keys = [(f"{target.kind}:{one.pk}", one.title) for one in processes]
            found.append((target.label, keys))
    return [("", say("Choisissez")), *found]


class MountForm(PlainForm):
    """A process or a list, and where it stands in the tree."""

    what = forms.ChoiceField(
        choices=_targets,
        label=_("Démarche ou liste"),
        error_messages={
            "required": _("Choisissez une démarche ou une liste."),
            "invalid_choice": _("Choisissez une démarche ou une liste."),
        },
    )
    title = forms.CharField(
        required=False,
        max_length=120,
        label=_("Titre dans le fil d’Ariane"),
        help_text=_("Vide, le nom de la démarche ou de la liste."),
    )
    parent = ParentField(required=False, label=_("Rangée sous"))
    slug = forms.CharField(
        required=False,
        max_length=60,
        label=_("Fin de l’adresse"),
        help_text=_("Vide, elle vient du titre."),
    )

    def clean_slug(self) -> str:
        typed = str(self.cleaned_data["slug"]).strip()
        return clean_slug(typed) if typed else ""

    def target(self) -> dict[str, Any]:
        """``kind`` and ``process`` of a valid form."""
        kind, _colon, key = self.cleaned_data["what"].partition(":")
        return {"kind": kind, "process": Process.objects.get(pk=key) if key else None}


class ShowForm(PlainForm):
    """When a block is shown."""

    hidden = forms.BooleanField(required=False, label=_("Cacher ce bloc"))
    opens = MomentField(required=False, label=_("Montrer à partir du"))
    closes = MomentField(required=False, label=_("Montrer jusqu’au"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("La fin vient après le début."))
        return data


class PublishForm(PlainForm):
    when = forms.ChoiceField(
        choices=[("now", _("Tout de suite")), ("later", _("À un moment choisi"))],
        widget=forms.RadioSelect,
        initial="now",
        label=_("Quand publier"),
    )
    at = MomentField(required=False, label=_("Jour et heure"))
    note = forms.CharField(
        required=False,
        max_length=200,
        label=_("Ce qui change"),
        help_text=_("Pour l’historique, lu par vos collègues."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == "later" and not data.get("at") and "at" not in self.errors:
            self.add_error("at", _("Donnez un jour et une heure."))
        return data
