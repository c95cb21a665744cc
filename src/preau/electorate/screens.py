"""How each rung is asked in the identity chain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from preau.kernel.refusal import Refusal
from preau.processes.models import Requirement, Step
from preau.processes.requirements import requirement_kinds
from preau.processes.screens import Asked, FormScreen, Screen, identity_screens

from .codes import find_code, is_revoked
from .forms import (
    DeclarationForm,
    NumberForm,
    PaperCodeForm,
    PhoneCodeForm,
    PostcodeForm,
    RollForm,
)
from .help import whom_to_call
from .keys import key_of
from .limits import count_try, limits_here, refusal_by_limits
from .people import known_key, lines_named, person_keys
from .phones import confirm_phone_code, send_phone_code, shown_number
from .proving import prove_here
from .queries import ONE_OF, electorate_of, ways_of


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


class CodeScreen(FormScreen):
    why = gettext_lazy("Une lettre, une voix\u00a0: c’est ainsi que chacun ne compte qu’une fois.")
    kept = gettext_lazy("Le code n’est pas gardé en clair, ni rangé avec vos choix.")

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        return PaperCodeForm(request.POST or None)

    @transaction.atomic
    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        step = requirement.step
        limits = limits_here(request, "paper code", by_visitor=10, by_network=60)
        refusal = refusal_by_limits(limits)
        if refusal is not None:
            return refusal
        code = find_code(electorate_of(step), form.cleaned_data["code"])
        if code is None:
            count_try(limits)
            if is_revoked(electorate_of(step), form.cleaned_data["code"]):
                return _revoked_code(step)
            form.add_error("code", _wrong_code(step))
            return None
        return prove_here(
            request,
            step=step,
            kind=requirement.kind,
            key=code.digest,
            zone_id=code.zone_id,
            is_secret=True,
        )


def _wrong_code(step: Step) -> str:
    said = _("Ce code n’est pas reconnu. Relisez les douze signes\u00a0: il n’y a ni O ni I.")
    return f"{said} {whom_to_call(step)}"


def _revoked_code(step: Step) -> Refusal:
    return Refusal(
        "code_revoked",
        _("Le code de cette lettre a été annulé."),
        rule=_("Une lettre perdue ou remplacée ne sert plus\u00a0: seule la nouvelle compte."),
        remedy=_("Prenez votre lettre la plus récente. Sinon\u00a0: %(help)s")
        % {"help": whom_to_call(step)},
    )


class RollScreen(FormScreen):
    hint = gettext_lazy("Votre nom et votre date de naissance, tels qu’ils sont sur la liste.")
    title = gettext_lazy("Êtes-vous sur la liste\u00a0?")
    why = gettext_lazy("Ce vote est ouvert aux personnes inscrites sur une liste.")
    kept = gettext_lazy("Votre nom n’est pas gardé\u00a0: seulement que cette ligne a servi.")

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        return RollForm(request.POST or None)

    @transaction.atomic
    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        step, born = requirement.step, form.cleaned_data["birth_date"]
        limits = limits_here(request, "roll line", by_visitor=10, by_network=60)
        refusal = refusal_by_limits(limits)
        if refusal is not None:
            return refusal
        electorate, zone = electorate_of(step), form.cleaned_data.get("zone")
        names = (form.cleaned_data["last"], form.cleaned_data["first"])
        keys = person_keys(electorate, *names, born)
        lines = lines_named(electorate, keys, zone.pk if zone else None)
        if len(lines) > 1:
            form.ask_zone()
            return None
        if not lines:
            count_try(limits)
            return _not_on_roll(step)
        line = lines[0]
        return prove_here(
            request, step=step, kind="roll", key=line.key, zone_id=line.zone_id, born=born
        )


def _not_on_roll(step: Step) -> Refusal:
    return Refusal(
        "not_on_roll",
        _("Nous ne vous trouvons pas sur la liste de ce vote."),
        rule=_("Nom, prénom et date de naissance doivent être ceux de la liste."),
        remedy=_("Corrigez une faute de frappe. Sinon\u00a0: %(help)s")
        % {"help": whom_to_call(step)},
    )


class DeclarationScreen(FormScreen):
    hint = gettext_lazy("Votre nom, votre date de naissance, et votre parole.")
    title = gettext_lazy("Qui êtes-vous\u00a0?")
    why = gettext_lazy("Une personne, une voix\u00a0: en ligne, au guichet ou sur papier.")
    kept = gettext_lazy("Votre nom n’est pas gardé en clair, ni rangé avec vos choix.")

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        return DeclarationForm(request.POST or None)

    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        step, born = requirement.step, form.cleaned_data["birth_date"]
        names = (form.cleaned_data["last"], form.cleaned_data["first"])
        keys = person_keys(electorate_of(step), *names, born)
        key = known_key(step, keys, request.user)
        if isinstance(key, Refusal):
            return key
        return prove_here(request, step=step, kind="declaration", key=key, born=born)


class OneOfScreen(Screen):
    """Which proof, then that proof's own screen; one may change one's mind until it is given."""

    title = gettext_lazy("Comment voulez-vous prouver qui vous êtes\u00a0?")
    why = gettext_lazy("Une seule de ces preuves suffit. Quelle qu’elle soit, vous avez une voix.")
    kept = gettext_lazy("Votre nom n’est pas gardé en clair, ni rangé avec vos choix.")

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        ways = ways_of(requirement)
        chosen, suite = request.GET.get("preuve", ""), request.GET.get("suite", "")
        if chosen not in ways:
            lines = [
                (
                    f"?{urlencode({'suite': suite, 'preuve': one})}",
                    requirement_kinds.get(one).label,
                    identity_screens.get(one).hint,
                )
                for one in ways
            ]
            return Asked({"lines": lines}, template="electorate/one_of.html")
        screen = identity_screens.get(chosen)
        asked = screen.ask(request, Requirement(step=requirement.step, order=0, kind=chosen))
        if not isinstance(asked, Asked):
            return asked
        other = f"?{urlencode({'suite': suite})}"
        said = {"heading": screen.title, "why": screen.why, "kept": screen.kept, "other": other}
        return Asked({**said, **asked.context}, template=asked.template)


class DocumentScreen(Screen):
    """Nothing to type: where to go, and what to say there."""

    title = gettext_lazy("Montrez une pièce au guichet")
    why = gettext_lazy("Ce vote demande qu’un agent ait vu une pièce, une fois.")
    kept = gettext_lazy("Rien n’est copié\u00a0: l’agent note seulement qu’il a vu la pièce.")

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        context = {"help": whom_to_call(requirement.step), "person": request.user}
        return Asked(context, template="electorate/document.html")


class FranceConnectScreen(Screen):
    hint = gettext_lazy("Avec un compte que vous avez déjà\u00a0: impôts, Ameli, La Poste.")
    title = gettext_lazy("Identifiez-vous avec FranceConnect")
    why = gettext_lazy(
        "Vous choisissez un compte que vous avez déjà, comme celui des impôts, puis vous revenez ici."
    )
    kept = gettext_lazy("Nous recevons votre nom et votre date de naissance, sans garder le nom.")

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        step = requirement.step
        start = reverse("franceconnect:start", args=[step.process.slug, step.slug])
        then = urlencode({"suite": request.GET.get("suite", "")})
        context = {"start_url": f"{start}?{then}", "help": whom_to_call(step)}
        return Asked(context, template="electorate/franceconnect.html")


def _no_message_yet() -> Refusal:
    return Refusal(
        "not_open",
        _("Le vote n’est pas ouvert."),
        rule=_("Les SMS ne partent que pendant le vote."),
        remedy=_("Vous pouvez déjà lire les projets."),
    )


class PhoneScreen(Screen):
    """Two screens in one address: the number, then the code that was sent to it."""

    why = gettext_lazy("Un numéro, une voix\u00a0: c’est ainsi que chacun ne compte qu’une fois.")
    kept = gettext_lazy("Le numéro n’est pas gardé en clair, ni publié, ni appelé ensuite.")
    PENDING = "number_to_confirm"

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        number = request.session.get(self.PENDING)
        if not requirement.step.is_open:
            return _no_message_yet()
        if request.method == "POST" and "other" in request.POST:
            request.session.pop(self.PENDING, None)
            return None
        return self._code(request, requirement, number) if number else self._number(request)

    def _number(self, request: HttpRequest) -> Asked | Refusal | None:
        form = NumberForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return Asked({"form": form})
        number = form.cleaned_data["number"]
        limits = limits_here(request, "phone code", by_visitor=6, by_network=60)
        refusal = send_phone_code(number=number, limits=limits)
        if refusal is None:
            request.session[self.PENDING] = number
        return refusal

    def _code(
        self, request: HttpRequest, requirement: Requirement, number: str
    ) -> Asked | Refusal | None:
        form = PhoneCodeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            wrong = confirm_phone_code(number=number, code=form.cleaned_data["code"])
            if wrong is None:
                request.session.pop(self.PENDING, None)
                key = key_of(electorate_of(requirement.step), "phone", number)
                return prove_here(
                    request, step=requirement.step, kind="phone", key=key, is_secret=True
                )
            form.add_error("code", f"{wrong.reason} {wrong.remedy}")
        sent = _("Un code à six chiffres vient de partir par SMS au %(number)s.")
        again = _("Changer de numéro ou demander un nouveau code")
        return Asked(
            {"form": form, "sent": sent % {"number": shown_number(number)}, "again": again}
        )


SCREENS: dict[str, Screen] = {
    "postcode": PostcodeScreen(),
    "code": CodeScreen(),
    "phone": PhoneScreen(),
    "roll": RollScreen(),
    "declaration": DeclarationScreen(),
    "document": DocumentScreen(),
    "franceconnect": FranceConnectScreen(),
    ONE_OF: OneOfScreen(),
}
