"""Asking for a role: which one, where, for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import Role, Service, User
from preau.accounts.policies import has_role, may_run_process
from preau.processes.desk_access import processes_of
from preau.processes.models import Process
from preau.ui.forms import PlainForm


class RoleForm(PlainForm):
    """A role and its scope, among what ``actor`` may give."""

    role = forms.ChoiceField(label=_("Rôle"), error_messages={"required": _("Choisissez un rôle.")})
    process = forms.ModelChoiceField(
        Process.objects.none(),
        required=False,
        label=_("Démarche"),
        empty_label=_("Toutes les démarches"),
        help_text=_("Le rôle ne vaut que dans la démarche choisie."),
    )
    service = forms.ModelChoiceField(
        Service.objects.none(),
        required=False,
        label=_("Service"),
        empty_label=_("Sans service"),
        help_text=_("Pour un agent de service."),
    )

    def __init__(self, actor: User, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        rules_site = has_role(actor, Role.ADMINISTRATOR)
        roles = [one for one in Role.choices if rules_site or one[0] != Role.ADMINISTRATOR]
        self.fields["role"].choices = [("", _("Choisir")), *roles]  # type: ignore[attr-defined]
        processes: Any = self.fields["process"]
        mine = [one.pk for one in processes_of(actor) if may_run_process(actor, one.pk) is None]
        processes.queryset = Process.objects.filter(pk__in=mine)
        if not rules_site:
            processes.empty_label = None
            processes.required = True
        services: Any = self.fields["service"]
        services.queryset = Service.objects.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.AGENT and not data.get("service"):
            self.add_error("service", _("Choisissez le service de cet agent."))
        if data.get("service") and data.get("role") not in (Role.AGENT, None, ""):
            data["service"] = None
        return data


class InviteForm(RoleForm):
    """Who is invited, and to do what."""

    email = forms.EmailField(
        label=_("Adresse e-mail"),
        help_text=_("La personne se connectera avec un code reçu à cette adresse."),
        error_messages={"required": _("Donnez l’adresse de la personne.")},
    )
    first_name = forms.CharField(required=False, max_length=60, label=_("Prénom"))
    last_name = forms.CharField(required=False, max_length=60, label=_("Nom"))
    field_order = ["email", "first_name", "last_name", "role", "process", "service"]
