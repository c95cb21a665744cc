"""An idea as a paper form or a line of a file gives it; both are held to the same rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.text import search_key
from preau.processes.models import Step
from preau.proposals.models import CollectionSettings, Theme
from preau.territory.models import Zone
from preau.ui.forms import EurosField, PlainForm


@dataclass
class Known:
    """What the lines of a batch refer to, read once."""

    settings: CollectionSettings
    themes: dict[str, Theme] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)

    @classmethod
    def read(cls, step: Step) -> Known:
        settings = CollectionSettings.objects.filter(step=step).first()
        zones = Zone.objects.filter(kind=Zone.Kind.QUARTER).defer("polygon")
        return cls(
            settings or CollectionSettings(step=step),
            {search_key(one.name): one for one in Theme.objects.all()},
            {search_key(one.name): one for one in zones},
        )


class EntryForm(PlainForm):
    """One idea typed for somebody. Names of themes and quartiers are read as people write them."""

    reference = forms.CharField(
        required=False,
        max_length=60,
        label=gettext_lazy("Référence"),
        help_text=gettext_lazy(
            "Le numéro du formulaire, s’il en a un\u00a0: il évite une double saisie."
        ),
    )
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("Titre"),
        error_messages={"required": gettext_lazy("Le titre manque.")},
    )
    finding = forms.CharField(
        required=False, label=gettext_lazy("Constat"), widget=forms.Textarea(attrs={"rows": 3})
    )
    idea = forms.CharField(
        label=gettext_lazy("Proposition"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Le texte de la proposition manque.")},
    )
    audience = forms.CharField(
        required=False, label=gettext_lazy("Pour qui"), widget=forms.Textarea(attrs={"rows": 2})
    )
    theme = forms.CharField(required=False, label=gettext_lazy("Thème"))
    zone = forms.CharField(required=False, label=gettext_lazy("Quartier"))
    place = forms.CharField(required=False, max_length=160, label=gettext_lazy("Lieu en mots"))
    cost = EurosField(
        required=False,
        label=gettext_lazy("Coût estimé"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    author_name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Nom affiché"),
        help_text=gettext_lazy("Un prénom, le nom d’un groupe\u00a0: tout le monde le lit."),
        error_messages={"required": gettext_lazy("Le nom à afficher manque.")},
    )
    email = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Courriel de la personne"),
        help_text=gettext_lazy(
            "Si elle l’a écrit\u00a0: elle reçoit le numéro de son idée et la réponse."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, known: Known, data: Any = None) -> None:
        self.known = known
        super().__init__(data)
        for name, choices in (("theme", known.themes), ("zone", known.zones)):
            options = [("", _("Sans thème") if name == "theme" else _("Toute la ville"))]
            options += [(one.name, one.name) for one in choices.values()]
            self.fields[name].widget = forms.Select(choices=options)
        if not known.settings.asks_cost:
            del self.fields["cost"]

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_theme(self) -> Any:
        return self._named(
            "theme", self.known.themes, _("Le thème «\u00a0%(name)s\u00a0» n’existe pas.")
        )

    def clean_zone(self) -> Any:
        return self._named(
            "zone", self.known.zones, _("Le quartier «\u00a0%(name)s\u00a0» n’existe pas.")
        )

    def _named(self, name: str, known: dict[str, Any], words: str) -> Any:
        typed = str(self.cleaned_data[name])
        if not typed.strip():
            return None
        found = known.get(search_key(typed))
        if found is None:
            raise forms.ValidationError(words % {"name": typed.strip()})
        return found

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if email:
            try:
                validate_email(email)
            except forms.ValidationError as error:
                raise forms.ValidationError(
                    _("«\u00a0%(text)s\u00a0» n’est pas une adresse.") % {"text": email}
                ) from error
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most = self.known.settings.longest_text
        length = sum(len(data.get(name) or "") for name in ("finding", "idea", "audience"))
        if length > most:
            self.add_error(
                "idea",
                _("Le texte fait %(length)s signes\u00a0: le règlement en admet %(most)s.")
                % {"length": length, "most": most},
            )
        ceiling = self.known.settings.most_cost_cents
        if ceiling is not None and (data.get("cost") or 0) > ceiling:
            self.add_error("cost", _("Ce coût dépasse le plafond d’un projet fixé au règlement."))
        return data

    def errors_in_words(self) -> list[str]:
        """« Titre : le titre manque. », one for each fault."""
        return [
            f"{self.fields[name].label if name in self.fields else ''}\u00a0: {words}".lstrip(
                " \u00a0:"
            )
            for name, faults in self.errors.items()
            for words in faults
        ]
