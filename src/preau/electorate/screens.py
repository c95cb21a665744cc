"""How each rung is asked in the identity chain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.processes.models import Requirement
from preau.processes.screens import FormScreen, Screen

from .forms import PostcodeForm
from .help import whom_to_call
from .proving import prove_here


class PostcodeScreen(FormScreen):
    why = gettext_lazy("Le vote est ouvert aux habitantes et habitants de ce territoire.")
    kept = gettext_lazy("Nous ne gardons que la réponse\u00a0: il est dans la liste.")

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        return PostcodeForm(request.POST or None)

    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        codes = requirement.rule.get("codes", [])
        typed = form.cleaned_data["postcode"]
        if typed not in codes:
            return Refusal(
                "other_postcode",
                _("Le code postal %(code)s n’est pas dans la liste de ce vote.") % {"code": typed},
                rule=_("Ce vote est ouvert aux codes postaux\u00a0: %(codes)s.")
                % {"codes": ", ".join(codes)},
                remedy=whom_to_call(requirement.step),
            )
        return prove_here(request, step=requirement.step, kind=requirement.kind)


SCREENS: dict[str, Screen] = {"postcode": PostcodeScreen()}
