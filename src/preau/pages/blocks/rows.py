"""Fields that choose a row of the site: a picture or a document of its library, a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.media.models import Document, Picture
from preau.processes.models import Process


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A row of the current site, kept by its key."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("Aucune"))
        options["error_messages"] = {
            "required": _("Choisissez dans la liste."),
            "invalid_choice": _("Ce choix n’existe plus."),
        }
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else found.pk


class PictureField(RowField):
    def __init__(self, **options: Any) -> None:
        pictures = Picture.objects.filter(in_library=True).order_by("-created_at", "-pk")
        super().__init__(queryset=pictures, **options)

    def label_from_instance(self, obj: Any) -> str:
        return obj.title or obj.alt or str(_("Image du %(day)s") % {"day": obj.created_at.date()})


class DocumentField(RowField):
    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Document.objects.all(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.format})"


class ProcessField(RowField):
    def __init__(self, **options: Any) -> None:
        published = Process.objects.published()
        super().__init__(queryset=published, empty_label=_("La plus récente"), **options)


ROW_FIELDS: dict[str, Callable[..., forms.Field]] = {
    "document": DocumentField,
    "picture": PictureField,
    "process": ProcessField,
}


def row_field(kind: str, **options: Any) -> forms.Field:
    """The field that chooses a row of that kind."""
    return ROW_FIELDS[kind](**options)
