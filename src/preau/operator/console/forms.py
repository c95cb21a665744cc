"""What the console asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.ui.forms import DayField, PlainForm

from ..starters import starters


class SignInForm(PlainForm):
    email = forms.EmailField(label=_("Adresse e-mail"))
    password = forms.CharField(label=_("Mot de passe"), widget=forms.PasswordInput)


class SiteForm(PlainForm):
    """A new authority: six answers, four of them with a default."""

    name = forms.CharField(
        label=_("Nom du site"),
        max_length=120,
        help_text=_("Tel qu’on le lira en haut des pages."),
        error_messages={"required": _("Donnez un nom au site.")},
    )
    administrator = forms.EmailField(
        label=_("Adresse de la première personne qui l’administre"),
        error_messages={"required": _("Donnez l’adresse de qui administrera le site.")},
    )
    administrator_name = forms.CharField(
        label=_("Son prénom et son nom"),
        max_length=60,
        required=False,
        help_text=_("Tels que ses collègues et les habitants les liront."),
    )
    starter = forms.ChoiceField(label=_("Ce que le site contient déjà"), widget=forms.RadioSelect)
    authority = forms.CharField(label=_("Qui parle"), max_length=60, initial="la Ville")
    brand = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$",
        label=_("Couleur"),
        initial="#1D4F91",
        error_messages={"invalid": _("Écrivez la couleur ainsi, #1D4F91.")},
    )
    hosts = forms.CharField(
        label=_("Adresse"),
        required=False,
        max_length=253,
        help_text=_("Vide\u00a0: une adresse de la plateforme, tirée du nom."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["starter"]
        field.choices = [(code, one.label) for code, one in starters.items()]
        field.initial = next(code for code, _one in starters.items())


class PlanForm(PlainForm):
    name = forms.CharField(label=_("Offre"), max_length=60, required=False)
    most_agents = forms.IntegerField(
        label=_("Agents, au plus"),
        required=False,
        min_value=1,
        help_text=_("Vide\u00a0: sans limite."),
    )
    most_processes = forms.IntegerField(label=_("Démarches, au plus"), required=False, min_value=1)
    most_megabytes = forms.IntegerField(
        label=_("Mo de fichiers, au plus"), required=False, min_value=1
    )
    most_mails = forms.IntegerField(
        label=_("Courriels en 30 jours, au plus"),
        required=False,
        min_value=1,
        help_text=_("Au-delà, ils partent encore\u00a0: la collectivité et vous êtes prévenus."),
    )
    until = DayField(label=_("Jusqu’au"), required=False)


class HostForm(PlainForm):
    host = forms.CharField(label=_("Nouvelle adresse"), max_length=253)


class VisitForm(PlainForm):
    reason = forms.CharField(
        label=_("Pourquoi entrer"), max_length=240, help_text=_("La collectivité le lira.")
    )


class WordsForm(PlainForm):
    words = forms.CharField(
        label=_("Annonce"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    until = DayField(label=_("Jusqu’au"))
