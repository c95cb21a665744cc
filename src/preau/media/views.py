from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from preau.accounts.models import User
from preau.accounts.visitors import known_visitor

from .models import Document, Picture


def picture(request: HttpRequest, key: str, width: int) -> HttpResponse:
    """A rendition: public ones for all; others for their author and for the city's agents."""
    found = get_object_or_404(Picture, key=key)
    if width not in found.widths or not (found.is_public or _is_near(request, found)):
        raise Http404
    with default_storage.open(found.path(width)) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if found.is_public else "private, no-store"
    )
    return response


def _is_near(request: HttpRequest, found: Picture) -> bool:
    user = request.user
    if isinstance(user, User) and (user.is_agent or found.owner_id == user.pk):
        return True
    return bool(found.visitor) and found.visitor == known_visitor(request)


def document(request: HttpRequest, key: str, name: str) -> FileResponse:
    """A document of the site, taken away and never opened in its name; any ``name`` leads to it."""
    found = get_object_or_404(Document, key=key)
    response = FileResponse(
        default_storage.open(found.path),
        as_attachment=True,
        filename=found.file_name,
        content_type=found.kind,
    )
    response["Content-Language"] = found.language
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=300"
    return response
