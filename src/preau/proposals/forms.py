"""One form per page of the deposit. Each keeps what was typed and says how to put it right."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.territory.models import Zone
from preau.territory.queries import zone_at
from preau.ui.words import money

from .models import CollectionSettings, Proposal, Theme

_AMOUNT = re.compile(
    r"^\s*(\d[\d\s\u00a0\u202f.]*)(?:,(\d{1,2}))?\s*(?:€|euros?)?\s*$", re.IGNORECASE
)


class PageForm(forms.Form):
    """A page of the deposit: fields named as in the draft."""

    use_required_attribute = False

    def __init__(self, *args: Any, rules: CollectionSettings, **kwargs: Any) -> None:
        self.rules = rules
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the draft keeps, as plain data, whether it is right or not."""
        return {name: self.data.get(name, "") for name in self.fields if name in self.data}


class TitleForm(PageForm):
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        help_text=gettext_lazy("Par exemple : « Des bancs à l’ombre dans la rue des Tilleuls »."),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Donnez un titre à votre idée"),
            "max_length": gettext_lazy("Raccourcissez le titre : 120 signes au plus"),
        },
    )
    theme = forms.ChoiceField(label=gettext_lazy("Thème"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(theme.code, theme.name) for theme in Theme.objects.all()]
        self.fields["theme"].choices = [("", _("Je ne sais pas")), *known]  # type: ignore[attr-defined]  # typed as Field

    @property
    def theme_name(self) -> str:
        """The chosen theme in words, once cleaned."""
        labels = dict(self.fields["theme"].choices)  # type: ignore[attr-defined]  # typed as Field
        code = self.cleaned_data.get("theme")
        return str(labels[code]) if code else ""

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())


class PlaceForm(PageForm):
    """A point of the map, or a quartier and a place in words, or the whole town."""

    ANYWHERE = "town"
    where = forms.ChoiceField(
        label=gettext_lazy("L’idée se fait"),
        choices=[
            ("place", gettext_lazy("À un endroit précis")),
            ("town", gettext_lazy("Dans toute la commune")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "Dites si l’idée a un lieu précis ou concerne toute la commune"
            )
        },
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Quartier"),
        help_text=gettext_lazy("Déduit du point si vous avez touché la carte."),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choisissez un quartier de la liste")},
    )
    place = forms.CharField(
        label=gettext_lazy("Lieu en mots"),
        help_text=gettext_lazy("Une rue, une école, un square, un croisement."),
        required=False,
        max_length=160,
        error_messages={
            "max_length": gettext_lazy("Raccourcissez le lieu : 160 signes au plus"),
        },
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zones = list(Zone.objects.filter(kind=Zone.Kind.QUARTER))
        choices = [("", _("Choisir un quartier")), *((zone.slug, zone.name) for zone in self.zones)]
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]  # typed as Field
        #: The point is on no quartier of the town: a page of its own says who to ask.
        self.is_outside = False
        #: The quartier that the place belongs to, once cleaned; None for the whole town.
        self.found_zone: Zone | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        longitude = self.cleaned_data.get("longitude")
        latitude = self.cleaned_data.get("latitude")
        return None if longitude is None or latitude is None else (longitude, latitude)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("where") != "place":
            return data
        if self.point is not None:
            self.found_zone = zone_at(*self.point, self.zones)
            self.is_outside = self.found_zone is None
            return data
        self.found_zone = next((zone for zone in self.zones if zone.slug == data.get("zone")), None)
        if self.found_zone is None and "zone" not in self.errors:
            self.add_error("zone", _("Choisissez le quartier, ou touchez la carte"))
        if not data.get("place") and "place" not in self.errors:
            self.add_error("place", _("Écrivez le lieu : une rue, une école, un square"))
        return data


class IdeaForm(PageForm):
    finding = forms.CharField(
        label=gettext_lazy("Ce que vous constatez"),
        help_text=gettext_lazy("Ce qui manque, ce qui gêne, ce qui pourrait être mieux."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    idea = forms.CharField(
        label=gettext_lazy("Ce que vous proposez"),
        help_text=gettext_lazy("Ce qui serait construit, planté, acheté ou changé."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Décrivez ce que vous proposez")},
    )
    audience = forms.CharField(
        label=gettext_lazy("Pour qui"),
        help_text=gettext_lazy("Qui en profiterait, et comment."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        size = sum(len(str(data.get(name, ""))) for name in ("finding", "idea", "audience"))
        most, least = self.rules.longest_text, self.rules.shortest_text
        if size > most:
            self.add_error(
                "idea",
                _("Raccourcissez les trois textes de %(over)s signes : %(most)s au plus en tout")
                % {"over": size - most, "most": most},
            )
        elif data.get("idea") and size < least:
            self.add_error(
                "idea",
                _("Ajoutez quelques mots : %(least)s signes au moins en tout") % {"least": least},
            )
        return data


class PictureForm(PageForm):
    picture = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("JPEG, PNG ou WebP, 12 Mo au plus."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre")},
    )
    alt = forms.CharField(
        label=gettext_lazy("Décrivez la photo"),
        help_text=gettext_lazy("Une phrase pour qui ne la voit pas."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, has_picture: bool = False, **kwargs: Any) -> None:
        self.has_picture = has_picture
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        return {"alt": self.data.get("alt", "")}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        has_one = data.get("picture") or (self.has_picture and "retirer" not in self.data)
        if has_one and not data.get("alt"):
            self.add_error("alt", _("Décrivez la photo en une phrase"))
        return data


class CostForm(PageForm):
    cost = forms.CharField(
        label=gettext_lazy("Coût estimé, en euros"),
        help_text=gettext_lazy("Un ordre de grandeur suffit. Les services le vérifieront."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def clean_cost(self) -> int | None:
        """The amount in cents, or None."""
        typed = str(self.cleaned_data["cost"])
        if not typed.strip():
            return None
        cents = read_amount(typed)
        if cents is None:
            raise forms.ValidationError(_("Écrivez le coût en chiffres, par exemple 12 000"))
        most = self.rules.most_cost_cents
        if most is not None and cents > most:
            raise forms.ValidationError(
                _("Le règlement limite un projet à %(most)s : proposez moins, ou laissez vide")
                % {"most": money(most)}
            )
        return cents


def read_amount(typed: str) -> int | None:
    """« 12 000 », « 12.000 € », « 1 500,50 » → cents; None when it is not an amount."""
    found = _AMOUNT.match(typed)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found.group(1))
    return (
        int(digits) * 100 + int((found.group(2) or "0").ljust(2, "0")) if len(digits) < 13 else None
    )


class AuthorForm(PageForm):
    author_kind = forms.ChoiceField(
        label=gettext_lazy("Vous déposez"),
        choices=Proposal.AuthorKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites qui dépose l’idée")},
    )
    author_name = forms.CharField(
        label=gettext_lazy("Nom affiché"),
        help_text=gettext_lazy("Tout le monde le verra : un prénom, le nom du groupe."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={
            "required": gettext_lazy("Écrivez le nom à afficher avec l’idée"),
            "max_length": gettext_lazy("Raccourcissez le nom : 80 signes au plus"),
        },
    )
    guardian_name = forms.CharField(
        label=gettext_lazy("Nom d’un parent ou d’un adulte responsable"),
        required=False,
        max_length=100,
    )
    guardian_email = forms.CharField(
        label=gettext_lazy("Adresse e-mail de cet adulte"),
        help_text=gettext_lazy("Jamais publiée : la Ville l’informe du dépôt."),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("author_kind") != Proposal.AuthorKind.MINOR:
            return data
        if not data.get("guardian_name"):
            self.add_error("guardian_name", _("Écrivez le nom d’un adulte responsable"))
        self._check_guardian_email(str(data.get("guardian_email", "")))
        return data

    def _check_guardian_email(self, email: str) -> None:
        if not email:
            self.add_error("guardian_email", _("Écrivez l’adresse e-mail de cet adulte"))
            return
        try:
            validate_email(email)
        except forms.ValidationError:
            self.add_error("guardian_email", _("Écrivez une adresse comme prenom@exemple.fr"))
