"""Visual identity: chosen beside four real pages, published as a version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of
from preau.processes.models import Process
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm

from ..actions import draft_theme, publish_theme
from ..blocks.rows import PictureField
from ..library import add_picture
from ..models import Look, Theme, ThemeDraft
from .access import for_editors, frame

DRAFT = "?apparence=brouillon"
#: What a look shows of the library.
ROWS = ("logo", "favicon", "photo")


def _new(label: Any) -> forms.FileField:
    """A picture that joins the library when the look is kept."""
    return forms.FileField(
        required=False,
        label=label,
        help_text=_("JPEG, PNG ou WebP, 12\u00a0Mo au plus. Elle rejoint la médiathèque."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class LookForm(PlainForm):
    brand = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$",
        label=_("Couleur de la collectivité"),
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Écrivez une couleur comme #1D4F91.")},
    )
    header = forms.ChoiceField(
        choices=Look.Header, widget=forms.RadioSelect, label=_("En-tête des pages")
    )
    photo = PictureField(
        required=False,
        label=_("Photo de l’en-tête"),
        help_text=_("Un voile sombre la couvre\u00a0: les mots blancs se lisent sur toute photo."),
    )
    new_photo = _new(_("Ajouter une photo"))
    fonts = forms.ChoiceField(choices=Look.Fonts, widget=forms.RadioSelect, label=_("Polices"))
    corners = forms.ChoiceField(choices=Look.Corners, widget=forms.RadioSelect, label=_("Angles"))
    logo = PictureField(required=False, label=_("Logo"), help_text=_("À côté du nom du site."))
    new_logo = _new(_("Ajouter l’image d’un logo"))
    favicon = PictureField(
        required=False, label=_("Icône de l’onglet"), help_text=_("Carrée, simple.")
    )
    new_favicon = _new(_("Ajouter l’image d’une icône"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("photo") or data.get("new_photo")
        if data.get("header") == Look.Header.PHOTO and not chosen:
            self.add_error("photo", _("Choisissez la photo de l’en-tête, ou ajoutez-en une."))
        return data

    def take_files(self, actor: User) -> bool:
        """Add the new pictures of a valid form to the library, and choose them.

        False when one is refused, with why; those that were taken stay chosen.
        """
        self.data = typed = cast(QueryDict, self.data).copy()
        for name in ROWS:
            upload = self.cleaned_data.get(f"new_{name}")
            if not upload:
                continue
            title = str(self.fields[name].label)
            made = add_picture(
                upload=upload,
                size=upload.size,
                title=title,
                alt="",
                is_decorative=True,
                actor=actor,
            )
            if isinstance(made, Refusal):
                self.add_error(f"new_{name}", f"{made.reason} {made.remedy}".strip())
                return False
            typed[name] = str(made.pk)
            self.cleaned_data[name] = made.pk
        return True

    def choices(self) -> dict[str, Any]:
        """What a look keeps of a valid form."""
        kept = {name: self.cleaned_data[name] for name in ("brand", "header", "fonts", "corners")}
        return kept | {f"{name}_id": self.cleaned_data[name] for name in ROWS}


def _now() -> Look:
    """The draft; else what is published; else the house's own."""
    return ThemeDraft.objects.first() or Theme.objects.first() or Theme(version=0)


def _initial(look: Look) -> dict[str, Any]:
    return {name.removesuffix("_id"): value for name, value in look.choices().items()}


@for_editors
def look(request: HttpRequest) -> HttpResponse:
    """The choices, what becomes of the colour, and the four previews."""
    now = _now()
    form = LookForm(initial=_initial(now))
    if request.method == "POST":
        done, form = _act(request, form)
        if done is not None:
            return done
    context = {
        "form": form,
        "colours": now.palette,
        "has_draft": isinstance(now, ThemeDraft),
        "versions": Theme.objects.select_related("author")[:20],
        "frames": _frames(),
    }
    return render(request, "pages/desk/look.html", frame(request, **context))


def _act(request: HttpRequest, form: LookForm) -> tuple[HttpResponse | None, LookForm]:
    actor, act, here = agent_of(request), request.POST.get("do", ""), redirect("pages_desk:look")
    if act == "drop":
        ThemeDraft.objects.all().delete()
        return here, form
    if act.startswith("restore-"):
        typed = act.removeprefix("restore-")
        number = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
        old = Theme.objects.filter(version=number).first()
        if old is not None:
            draft_theme(choices=old.choices(), actor=actor)
            messages.success(request, say("Le brouillon reprend cette version."))
        return here, form
    form = LookForm(request.POST, request.FILES)
    if not form.is_valid() or not form.take_files(actor):
        return None, form
    if act == "publish":
        theme = publish_theme(actor=actor, **form.choices())
        said = say("L’apparence est publiée, version %(number)s.") % {"number": theme.version}
        messages.success(request, said)
    else:
        draft_theme(choices=form.choices(), actor=actor)
        messages.success(request, say("Le brouillon est à jour. Les aperçus le montrent."))
    return here, form


def _frames() -> list[tuple[Any, str]]:
    """Addresses of the previews: home, a process, a ballot, a mail."""
    process = Process.objects.published().first()
    found = [(_("Accueil"), reverse("public:home") + DRAFT)]
    if process is not None:
        found.append((_("Démarche"), reverse("public:process", args=[process.slug]) + DRAFT))
    found.append((_("Bulletin"), reverse("pages_desk:look_ballot") + DRAFT))
    found.append((_("E-mail"), reverse("pages_desk:look_mail")))
    return found


@for_editors
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep the choices as they are made; answers what becomes of the colour."""
    if request.method != "POST":
        return redirect("pages_desk:look")
    form = LookForm(request.POST)
    if not form.is_valid():
        said = next(error for errors in form.errors.values() for error in errors)
        answer = HttpResponse(str(said), content_type="text/plain; charset=utf-8")
        answer["X-Refused"] = "1"
        return answer
    draft_theme(choices=form.choices(), actor=agent_of(request))
    return HttpResponse(status=204)


@for_editors
def colours(request: HttpRequest) -> HttpResponse:
    """What becomes of the colour that is being chosen, as a piece of the page."""
    return render(request, "pages/desk/colours.html", {"colours": _now().palette})


@for_editors
def draft_css(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_now().css(), content_type="text/css; charset=utf-8")


@for_editors
def ballot(request: HttpRequest) -> HttpResponse:
    """A ballot with invented projects, dressed as the draft says."""
    titles = (
        say("Des arbres dans la cour"),
        say("Un abri pour les vélos"),
        say("Un banc au soleil"),
    )
    closes = clock.now() + timedelta(days=9)
    return render(request, "pages/desk/ballot.html", {"titles": titles, "closes": closes})


# Mail programs read styles inside the message only; this page shows them as they do.
@csp_update({"style-src": ["'unsafe-inline'"]})
@for_editors
def mail(request: HttpRequest) -> HttpResponse:
    """A mail in the colours of the draft."""
    context = {
        "site": current_site(),
        "theme": {"palette": _now().palette},
        "subject": say("Votre idée est retenue"),
        "body": say("Votre idée «\u00a0Des arbres dans la cour\u00a0» est retenue pour le vote."),
        "act_url": reverse("public:home"),
        "act_label": say("Voir votre idée"),
    }
    return HttpResponse(
        render_to_string("ui/email.html", context), headers={"Cache-Control": "private, no-store"}
    )
