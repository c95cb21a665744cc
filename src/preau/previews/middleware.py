"""Between the browser that holds a link and the pages of the process that it shows.

Under the addresses of that process only: the draft is seen, the persona looks, the clock stands
where it was set, nothing can be sent, and all that a page would write is taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from preau.kernel import clock
from preau.processes.policies import seeing_draft

from .models import PreviewLink
from .personas import PERSONAS, Persona

KEY = "preview"


@dataclass(frozen=True)
class Preview:
    """What the banner says, and what the page is shown as."""

    link: PreviewLink
    persona: Persona
    at: datetime | None


def preview_of(request: HttpRequest) -> Preview | None:
    """The preview that this browser is in, while its link lives."""
    held = request.session.get(KEY)
    if not held:
        return None
    found = PreviewLink.objects.select_related("process").filter(pk=held["link"]).first()
    if found is None or not found.is_live(clock.now()):
        del request.session[KEY]
        return None
    at = datetime.fromisoformat(held["at"]) if held.get("at") else None
    return Preview(found, PERSONAS.get(held.get("persona", ""), PERSONAS["visiteur"]), at)


class ShowPreview:
    """After authentication: the pages of a previewed process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/demarches/"):
            return self.get_response(request)
        preview = preview_of(request)
        if preview is None or not _is_of(preview, request.path_info):
            return self.get_response(request)
        request.preview = preview  # type: ignore[attr-defined]  # read by the banner
        if request.method not in ("GET", "HEAD"):
            return render(request, "previews/no_act.html", {"preview": preview}, status=403)
        return self._shown(request, preview)

    def _shown(self, request: HttpRequest, preview: Preview) -> HttpResponse:
        before = request.session.modified
        with ExitStack() as stack:
            stack.enter_context(seeing_draft(preview.link.process_id))
            stack.enter_context(transaction.atomic())
            if preview.at is not None:
                stack.enter_context(clock.stopped(preview.at))
            request.user = preview.persona.person()
            response = self.get_response(request)
            transaction.set_rollback(True)
        request.session.modified = before
        response["Cache-Control"] = "no-store"
        return response


def _is_of(preview: Preview, path: str) -> bool:
    return path.startswith(f"/demarches/{preview.link.process.slug}/")
