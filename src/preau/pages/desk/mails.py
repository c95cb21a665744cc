"""Mails in the site's own words: every sort listed, written beside its preview, tried on oneself."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from preau.messaging import own
from preau.messaging.actions import send_written
from preau.processes.desk_access import agent_of
from preau.tenancy.scope import current_site
from preau.ui.forms import PlainForm
from preau.ui.props import Link

from ..actions.mails import choose_sender, word_mail
from ..mails.catalogue import Mail, groups, templates
from ..mails.catalogue import mail as known_mail
from ..mails.sample import written
from ..policies import may_write_mail
from .access import for_editors, frame

LANGUAGES = {"fr": _("Français"), "en": _("Anglais")}
#: What is typed and not yet kept, for the preview of the one who types it.
_TYPED = "mail_words_typed"


class SenderForm(PlainForm):
    name = forms.CharField(
        required=False,
        max_length=80,
        label=_("Nom de l’expéditeur"),
        help_text=_("Vide, le nom du site."),
    )
    reply_to = forms.EmailField(
        required=False,
        label=_("Adresse de réponse"),
        help_text=_("Une boîte que votre équipe lit. Vide, l’adresse du site."),
    )


class AroundForm(PlainForm):
    """The words around one mail."""

    subject = forms.CharField(required=False, label=_("Objet"))
    intro = forms.CharField(
        required=False, label=_("Au début du message"), widget=forms.Textarea, strip=False
    )
    closing = forms.CharField(
        required=False, label=_("À la fin du message"), widget=forms.Textarea, strip=False
    )

    def __init__(self, template: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        refusal = may_write_mail(self.template, data)
        if refusal is not None:
            self.add_error(refusal.details["piece"], f"{refusal.reason} {refusal.remedy}".strip())
        return data


@for_editors
def mails(request: HttpRequest) -> HttpResponse:
    """Who mails come from, and every sort of mail with whose words it has."""
    site = current_site()
    sender = SenderForm(
        request.POST or None, initial={"name": site.sender_name, "reply_to": site.reply_to}
    )
    if request.method == "POST" and sender.is_valid():
        choose_sender(actor=agent_of(request), **sender.cleaned_data)
        messages.success(request, say("L’expéditeur est enregistré."))
        return redirect("pages_desk:mails")
    rows = [
        (label, [(one, list(site.mail_words.get(one.template, {}))) for one in which])
        for label, which in groups()
    ]
    return render(request, "pages/desk/mails.html", frame(request, form=sender, rows=rows))


@for_editors
def mail(request: HttpRequest, template: str) -> HttpResponse:
    """The words around one mail, seen and tried before they are kept."""
    found, language = _asked(request, template)
    kept = own.kept(template, language)
    form = AroundForm(template, request.POST or None, initial=kept)
    if request.method == "GET" and "largeur" not in request.GET:
        request.session.pop(_TYPED, None)
    if request.method == "POST":
        done = _act(request, found, language, form)
        if done is not None:
            return done
    context = {
        "mail": found,
        "form": form,
        "kept": kept,
        "language": language,
        "wide": request.GET.get("largeur") == "ordinateur",
        "languages": [
            Link(label, f"?langue={code}", is_current=code == language)
            for code, label in LANGUAGES.items()
        ],
        "variables": [f"{{{one}}}" for one in own.variables_of(template)],
        "fallback": language != "fr" and not kept and bool(own.kept(template, "fr")),
    }
    return render(request, "pages/desk/mail.html", frame(request, **context))


def _act(request: HttpRequest, found: Mail, language: str, form: AroundForm) -> HttpResponse | None:
    """What the pressed button does; None shows the page again."""
    here = redirect(f"{request.path}?langue={language}")
    act, actor = request.POST.get("do", ""), agent_of(request)
    if act == "house":
        word_mail(template=found.template, language=language, words={}, actor=actor)
        messages.success(request, say("Ce message a de nouveau les mots de la plateforme."))
        return here
    if not form.is_valid():
        return None
    words = {name: form.cleaned_data[name] for name in own.PIECES}
    if act == "keep":
        word_mail(template=found.template, language=language, words=words, actor=actor)
        request.session.pop(_TYPED, None)
        messages.success(request, say("Les prochains messages auront ces mots."))
        return here
    request.session[_TYPED] = {"mail": found.template, "language": language, "words": words}
    if act == "try":
        with translation.override(language):
            subject, text, html = written(found.template, found.subject, words)
        send_written(to=actor, kind="try", subject=subject, text=text, html=html)
        messages.success(
            request,
            say("L’essai part à %(email)s. Rien n’est encore changé.") % {"email": actor.email},
        )
    return None


# Mail programs read styles inside the message only; this page shows them as they do.
@csp_update({"style-src": ["'unsafe-inline'"]})
@for_editors
def preview(request: HttpRequest, template: str) -> HttpResponse:
    """The mail as it would be, with invented content and the words that are being typed."""
    _found, language = _asked(request, template)
    typed = request.session.get(_TYPED) or {}
    is_typed = typed.get("mail") == template and typed.get("language") == language
    with translation.override(language):
        words = typed["words"] if is_typed else own.kept(template, language)
        _subject, _text, page = written(template, known_mail(template).subject, words)
    return HttpResponse(page, headers={"Cache-Control": "private, no-store"})


def _asked(request: HttpRequest, template: str) -> tuple[Mail, str]:
    """The mail and the language asked; 404 for a mail that the platform does not write."""
    if template not in templates():
        raise Http404
    language = request.GET.get("langue", "fr")
    language = language if language in LANGUAGES else "fr"
    with translation.override(language):
        return known_mail(template), language
