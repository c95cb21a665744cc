"""One passage: its text, where people stand, their words, and mine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from preau.accounts.models import User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused
from preau.kernel.text import whole_number
from preau.processes.access import refused
from preau.processes.requirements import identity_url, missing_requirements

from ..actions import contribute, follow
from ..models import Contribution, Passage
from ..policies import may_contribute
from ..queries import COLUMN, Mine, columns_of, figures_of, mine_on
from .access import load_consultation, load_passage, load_text
from .forms import ContributionForm
from .keeping import forget_words, keep_words, kept_words, store, uploads_of


def _load(request: HttpRequest, process: str, step: str, text: str, key: str) -> Passage:
    consultation = load_consultation(request, process, step)
    found = load_text(consultation, text)
    return load_passage(found, key, whole_number(request.GET.get("version")))


def passage_url(passage: Passage, name: str = "passage") -> str:
    text = passage.version.text
    return text.consultation.url(name, text.slug, passage.key)


@never_cache
def passage(request: HttpRequest, process: str, step: str, text: str, key: str) -> HttpResponse:
    """Read by everyone; what is written without an account is kept until one is known."""
    found = _load(request, process, step, text, key)
    consultation = found.version.text.consultation
    refusal = may_contribute(request.user, consultation, clock.now())
    if request.method != "POST":
        return _page(request, found, None, refusal)
    if refusal is not None:
        return refused(request, refusal, back=passage_url(found))
    form = ContributionForm(request.POST, request.FILES, passage=found)
    if not form.is_valid():
        return _page(request, found, form, None)
    words, file = form.words(), form.cleaned_data["file"]
    if missing_requirements(consultation.step, request.user) or not isinstance(request.user, User):
        keep_words(request, found, words, file)
        return redirect(_ask_who(request, found))
    uploads = uploads_of(request, store(request, file))
    made = contribute(passage=found, words=words, person=request.user, uploads=uploads)
    return _sent(request, found, made)


def _fresh_form(request: HttpRequest, passage: Passage, mine: Mine) -> ContributionForm:
    kept = kept_words(request, passage)
    if kept is None:
        return ContributionForm(passage=passage, initial={"position": mine.position})
    words = kept[0]
    initial = {"position": words.position, "body": words.body}
    initial["rewrite"] = words.rewrite or passage.body
    if words.links:
        initial["link_title"], initial["link"] = words.links[0]
    return ContributionForm(passage=passage, initial=initial)


def _ask_who(request: HttpRequest, passage: Passage) -> str:
    """Where the person says who they are; it comes back to finish the gesture."""
    then = passage_url(passage, "finish")
    step = passage.version.text.consultation.step
    if missing_requirements(step, request.user):
        return identity_url(step, then)
    return f"{reverse('public:sign_in')}?{urlencode({'suite': then})}"


@never_cache
def finish(request: HttpRequest, process: str, step: str, text: str, key: str) -> HttpResponse:
    """Back from saying who one is: what was typed is sent."""
    found = _load(request, process, step, text, key)
    kept = kept_words(request, found)
    if kept is None:
        return redirect(passage_url(found))
    consultation = found.version.text.consultation
    if missing_requirements(consultation.step, request.user) or not isinstance(request.user, User):
        return redirect(passage_url(found))
    words, uploads = kept
    try:
        made = contribute(passage=found, words=words, person=request.user, uploads=uploads)
    except Refused as refusal:
        return refused(request, refusal.refusal, back=passage_url(found))
    forget_words(request, found)
    return _sent(request, found, made)


def _sent(
    request: HttpRequest, passage: Passage, made: Contribution | Refusal | None
) -> HttpResponse:
    if isinstance(made, Refusal):
        said = [made.reason, made.rule, made.remedy]
        messages.warning(request, " ".join(str(one) for one in said if one))
    elif made is None:
        messages.success(request, _("Votre position est enregistrée."))
    elif made.state == Contribution.State.WAITING:
        messages.success(
            request, _("Votre avis est reçu. Il paraît ici dès qu’il a été lu par la modération.")
        )
    else:
        words = _("Votre avis n°\u00a0%(number)s est publié.") % {"number": made.number}
        messages.success(request, words)
    return redirect(f"{passage_url(passage)}#votre-avis")


def _page(
    request: HttpRequest,
    passage: Passage,
    written: ContributionForm | None,
    refusal: Refusal | None,
) -> HttpResponse:
    consultation = passage.version.text.consultation
    mine = mine_on(passage, request.user)
    form = written or _fresh_form(request, passage, mine)
    context: dict[str, Any] = {
        "consultation": consultation,
        "step": consultation.step,
        "process": consultation.step.process,
        "text": passage.version.text,
        "passage": passage,
        "figures": figures_of([passage])[passage.pk],
        "columns": columns_of(passage),
        "most": COLUMN,
        "mine": mine,
        "form": form,
        "opens_rewrite": _opens_rewrite(form),
        "refusal": refusal,
        "is_old": passage.version != passage.version.text.current,
        **_around(passage),
    }
    status = 422 if form.errors else 200
    return render(request, "texts/passage.html", context, status=status)


def _opens_rewrite(form: ContributionForm) -> bool:
    """True when the passage was written again already."""
    if "rewrite" not in form.fields:
        return False
    written = form["rewrite"].value()
    return bool(written and written != form.passage.body)


def _around(passage: Passage) -> dict[str, Passage | None]:
    """The passage before and the one after."""
    others = Passage.objects.filter(version=passage.version, depth=0)
    before = others.filter(order__lt=passage.order).order_by("-order")[:1]
    after = others.filter(order__gt=passage.order).order_by("order")[:1]
    found = {one.order < passage.order: one for one in before.union(after)}
    return {"before": found.get(True), "after": found.get(False)}


@never_cache
def follow_passage(
    request: HttpRequest, process: str, step: str, text: str, key: str
) -> HttpResponse:
    """Be told of what becomes of it; an address is all it takes."""
    found = _load(request, process, step, text, key)
    if request.method != "POST":
        return redirect(passage_url(found))
    if not isinstance(request.user, User):
        query = urlencode({"suite": passage_url(found)})
        messages.info(request, _("Connectez-vous, puis suivez ce passage."))
        return redirect(f"{reverse('public:sign_in')}?{query}")
    wanted = request.POST.get("geste") != "quitter"
    follow(passage=found, person=request.user, wanted=wanted)
    said = _("Vous suivez ce passage.") if wanted else _("Vous ne suivez plus ce passage.")
    messages.success(request, said)
    return redirect(passage_url(found))
