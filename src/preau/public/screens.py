"""The screens that ask what an account holds: address, birth date, neighbourhood, public name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from preau.accounts.forms import CodeForm, EmailForm
from preau.accounts.guests import keep_guest, start_guest
from preau.accounts.models import Guest, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.models import Requirement
from preau.processes.requirements import refusal_by_requirements
from preau.processes.screens import Asked, FormScreen, Screen

from .forms import BirthDateForm, PublicNameForm, ZoneForm
from .views.sign_in import PENDING, enter_by_code, send_code


class EmailScreen(Screen):
    """Two screens in one address: the e-mail, then the code that was sent to it."""

    why = _("Une adresse, une voix\u00a0: c’est ainsi que chacun ne compte qu’une fois.")
    kept = _("Gardée avec votre compte, jamais publiée.")

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        email = request.session.get(PENDING)
        if request.method == "POST" and "other" in request.POST:
            request.session.pop(PENDING, None)
            return None
        if not email:
            ask = EmailForm(request.POST or None)
            is_sent = request.method == "POST" and ask.is_valid() and send_code(request, ask)
            return None if is_sent else Asked({"form": ask})
        form = CodeForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and enter_by_code(request, form):
            return None
        sent = _("Un code à six chiffres vient de partir à %(email)s.") % {"email": email}
        again = _("Changer d’adresse ou demander un nouveau code")
        return Asked({"form": form, "sent": sent, "again": again})


@dataclass
class FieldScreen(FormScreen):
    """One field of the account; a guest's stays in their session."""

    name: str
    form_class: type[forms.Form]
    why: Any
    kept: Any

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        return self.form_class(request.POST or None)

    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        value = form.cleaned_data[self.name]
        person = request.user if isinstance(request.user, User) else start_guest(request)
        if isinstance(person, Guest) and self.name == "zone":
            person.zone_id = value.pk
        else:
            setattr(person, self.name, value)
        # An answer that a rule refuses is not kept: a slip of the finger can be put right.
        refusal = refusal_by_requirements(requirement.step, person, clock.now())
        if refusal is not None:
            return refusal
        if isinstance(person, User):
            person.save(update_fields=[self.name])
        else:
            keep_guest(request, person)
        return None


SCREENS: dict[str, Screen] = {
    Requirement.Kind.EMAIL: EmailScreen(),
    Requirement.Kind.AGE: FieldScreen(
        "birth_date",
        BirthDateForm,
        _("Le règlement fixe un âge minimal."),
        _("Jamais publiée. Vous pouvez l’effacer dans votre espace."),
    ),
    Requirement.Kind.RESIDENCE: FieldScreen(
        "zone",
        ZoneForm,
        _("Chaque quartier a son bulletin et son enveloppe."),
        _("Gardé avec votre compte, jamais publié avec votre nom."),
    ),
    Requirement.Kind.NAME: FieldScreen(
        "public_name",
        PublicNameForm,
        _("Une idée est publique, avec le nom que vous choisissez."),
        _("Public, et modifiable dans votre espace."),
    ),
}
