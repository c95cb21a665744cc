"""The file, for the authority: versions are added, never replaced."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..dossier import add_piece, add_version, downloads
from ..models import Piece
from ..policies import may_organise
from ..queries import pieces_of
from .access import frame, load_desk_inquiry
from .forms import PieceForm


@for_agents
def file(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Pieces in order with their versions and downloads; one more at the end."""
    inquiry = load_desk_inquiry(request, process, step)
    if request.method == "POST":
        refusal = may_organise(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        title = request.POST.get("title", "").strip()[:200]
        if title:
            add_piece(inquiry=inquiry, title=title, actor=agent_of(request))
        else:
            messages.error(request, _("Donnez un titre à la pièce."))
        return redirect(inquiry.desk_url("file"))
    counts = downloads(inquiry)
    pieces = [
        (piece, [(one, counts.get(one.pk, 0)) for one in piece.versions.all()])
        for piece in pieces_of(inquiry)
    ]
    context = frame(request, inquiry, "file", pieces=pieces)
    return render(request, "inquiries/desk/file.html", context)


@for_agents
def piece(request: HttpRequest, process: str, step: str, piece: int) -> HttpResponse:
    """Add a version to a piece."""
    inquiry = load_desk_inquiry(request, process, step)
    refusal = may_organise(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = get_object_or_404(Piece, inquiry=inquiry, pk=piece)
    one.inquiry = inquiry
    form = PieceForm()
    if request.method == "POST":
        form = PieceForm(request.POST, request.FILES)
        if form.is_valid():
            said = form.cleaned_data
            done = add_version(
                piece=one,
                upload=said["document"],
                alternative=said["alternative"],
                reason=said["reason"],
                actor=agent_of(request),
            )
            if not isinstance(done, Refusal):
                messages.success(request, _("Version ajoutée et datée."))
                return redirect(inquiry.desk_url("file"))
            form.add_error("document", str(done))
    context = frame(request, inquiry, "file", form=form, piece=one)
    status = 422 if form.errors else 200
    return render(request, "inquiries/desk/piece.html", context, status=status)
