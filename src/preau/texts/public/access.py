"""First lines of the public views: the consultation, its text, a passage, a contribution."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from preau.processes.access import load_process

from ..models import Consultation, Contribution, Passage, Text, Version
from ..queries import consultation_of


def load_consultation(request: HttpRequest, process: str, step: str) -> Consultation:
    """The consultation at that address if this person may see its process; else 404."""
    found = load_process(request, process)
    one = next((each for each in found.ordered_steps if each.slug == step), None)
    consultation = consultation_of(one) if one is not None and one.kind == "text" else None
    if consultation is None:
        raise Http404
    return consultation


def load_text(consultation: Consultation, slug: str) -> Text:
    """A text of the consultation, with its versions."""
    texts = Text.objects.prefetch_related("versions")
    found = get_object_or_404(texts, consultation=consultation, slug=slug)
    found.consultation = consultation
    return found


def current_version(text: Text) -> Version:
    """What everyone reads; 404 while nothing is published."""
    version = text.current
    if version is None:
        raise Http404
    return version


def load_passage(text: Text, key: str, number: int | None = None) -> Passage:
    """A passage of the version that is read now, or of an older published one."""
    version = current_version(text)
    if number is not None:
        known = [one for one in text.ordered_versions if one.published_at]
        version = next((one for one in known if one.number == number), version)
    passage = get_object_or_404(Passage, version=version, key=key, depth=0)
    passage.version = version
    return passage


def load_contribution(
    request: HttpRequest, consultation: Consultation, number: int
) -> Contribution:
    """Words in sight, or one's own whatever became of them; else 404."""
    found = get_object_or_404(
        Contribution.objects.select_related("passage__version__text", "gathering", "author"),
        consultation=consultation,
        number=number,
    )
    is_mine = request.user.is_authenticated and found.author_id == request.user.pk
    if found.state != Contribution.State.VISIBLE and not is_mine:
        raise Http404
    found.consultation = consultation
    found.passage.version.text.consultation = consultation
    return found
