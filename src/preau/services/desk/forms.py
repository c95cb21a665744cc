"""Forms of the services' screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.accounts.models import Membership, Role, Service, User
from preau.kernel.sheets import text_of
from preau.proposals.models import Theme
from preau.territory.models import Zone
from preau.ui.forms import DayField, PlainForm

from ..models import Absence, Rule
from ..queries import words_of

#: Most bytes of an imported file.
MOST_BYTES = 2_000_000


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """Somebody of the back office, by full name."""

    def label_from_instance(self, person: Any) -> str:
        return str(person.full_name)


def people() -> Any:
    """Everybody who holds a role, in the order of names."""
    held = Membership.objects.values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("last_name", "first_name")


class ServiceForm(PlainForm):
    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Nom du service"),
        error_messages={"required": gettext_lazy("Donnez le nom du service.")},
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("Adresse e-mail du service"),
        help_text=gettext_lazy("Les demandes d’avis y arrivent aussi."),
    )
    description = forms.CharField(
        required=False, max_length=240, label=gettext_lazy("Ce dont il s’occupe")
    )
    lead = PersonField(
        User.objects.none(),
        required=False,
        label=gettext_lazy("Responsable"),
        empty_label=gettext_lazy("Personne pour l’instant"),
        help_text=gettext_lazy("Les retards du service lui sont signalés."),
    )

    def __init__(self, service: Service, data: Any = None) -> None:
        names = ("name", "email", "description", "lead")
        super().__init__(data, initial={name: getattr(service, name) for name in names})
        self.fields["lead"].queryset = people()  # type: ignore[attr-defined]  # typed as Field


class AgentForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail"),
        error_messages={"required": gettext_lazy("Donnez l’adresse de la personne.")},
    )
    first_name = forms.CharField(required=False, max_length=60, label=gettext_lazy("Prénom"))
    last_name = forms.CharField(required=False, max_length=60, label=gettext_lazy("Nom"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="agent_%s")


class AbsenceForm(PlainForm):
    agent = PersonField(
        User.objects.none(),
        label=gettext_lazy("Qui s’absente"),
        empty_label=gettext_lazy("Choisissez une personne"),
        error_messages={"required": gettext_lazy("Choisissez qui s’absente.")},
    )
    from_on = DayField(label=gettext_lazy("Du"))
    to_on = DayField(label=gettext_lazy("Au"))
    stand_in = PersonField(
        User.objects.none(),
        label=gettext_lazy("Remplacement par"),
        empty_label=gettext_lazy("Choisissez une personne"),
        error_messages={"required": gettext_lazy("Choisissez qui remplace.")},
    )

    def __init__(self, agents: list[User], data: Any = None) -> None:
        super().__init__(data, auto_id="absence_%s")
        mine = people().filter(pk__in=[one.pk for one in agents])
        self.fields["agent"].queryset = mine  # type: ignore[attr-defined]  # typed as Field
        self.fields["stand_in"].queryset = people()  # type: ignore[attr-defined]  # typed as Field


class RuleForm(PlainForm):
    theme = forms.ModelChoiceField(
        Theme.objects.none(),
        required=False,
        label=gettext_lazy("Thème"),
        empty_label=gettext_lazy("Tous les thèmes"),
    )
    zone = forms.ModelChoiceField(
        Zone.objects.none(),
        required=False,
        label=gettext_lazy("Quartier"),
        empty_label=gettext_lazy("Tous les quartiers"),
    )
    keywords = forms.CharField(
        required=False,
        max_length=400,
        label=gettext_lazy("Mots dans l’idée"),
        help_text=gettext_lazy(
            "Séparés par des virgules. Un seul suffit\u00a0: «\u00a0arbre, jardin\u00a0»."
        ),
    )
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label=gettext_lazy("Confier à"),
        empty_label=gettext_lazy("Choisissez un service"),
        error_messages={"required": gettext_lazy("Choisissez le service qui reçoit ces idées.")},
    )
    consulted = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        required=False,
        label=gettext_lazy("Demander aussi l’avis de"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, rule: Rule, data: Any = None) -> None:
        initial: dict[str, Any] = {}
        if rule.pk is not None:
            initial = {
                "theme": rule.theme_id,
                "zone": rule.zone_id,
                "keywords": rule.keywords,
                "service": rule.service_id,
                "consulted": [one.service_id for one in rule.consulted.all()],
            }
        super().__init__(data, initial=initial)
        models: dict[str, Any] = {"theme": Theme, "zone": Zone}
        models |= {"service": Service, "consulted": Service}
        for name, model in models.items():
            self.fields[name].queryset = model.objects.all()  # type: ignore[attr-defined]  # typed as Field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("theme") or data.get("zone") or words_of(data.get("keywords") or "")):
            raise forms.ValidationError(
                _("Donnez un thème, un quartier ou des mots\u00a0: sinon tout irait à ce service.")
            )
        return data


class ImportForm(PlainForm):
    file = forms.FileField(required=False, label=gettext_lazy("Fichier CSV"))
    text = forms.CharField(
        required=False,
        label=gettext_lazy("Ou collez les lignes d’un tableur"),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Ce fichier dépasse 2 Mo."))
        if file is not None:
            data["text"] = text_of(file.read())
        if not (data.get("text") or "").strip():
            raise forms.ValidationError(_("Choisissez un fichier ou collez des lignes."))
        return data


def absence_agents(service: Service) -> list[User]:
    """Those whose absences are noted on the page of ``service``."""
    held = Membership.objects.filter(service=service, role=Role.AGENT).select_related("user")
    return [one.user for one in held.order_by("user__last_name")]


def coming_absences(agents: list[User], today: Any) -> list[Absence]:
    """Absences of these agents that hold or are to come."""
    coming = Absence.objects.filter(user__in=agents, to_on__gte=today)
    return list(coming.select_related("user", "stand_in"))
