"""Files to take away, and the seal of the register."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from preau.kernel.refusal import Refusal
from preau.kernel.sheets import csv_lines
from preau.kernel.spreadsheets import ODS, XLSX, write_ods, write_xlsx
from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk

from ..archive import (
    may_take_copy,
    may_take_evidence,
    seal_register,
    write_archive,
    write_documents,
)
from ..exports import observation_heads, observation_rows, workbook
from ..models import Inquiry
from ..papers.register import register_pdf, volumes
from ..policies import may_conduct, may_read_all
from ..written import FORMATS
from .access import frame, load_desk_inquiry


@for_agents
def exports(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Every file; a POST seals the register."""
    inquiry = load_desk_inquiry(request, process, step)
    if request.method == "POST":
        refusal = may_conduct(inquiry, request.user)
        if refusal is not None:
            return refused_in_desk(request, refusal)
        done = seal_register(inquiry=inquiry, actor=agent_of(request))
        if isinstance(done, Refusal):
            messages.error(request, str(done))
        else:
            messages.success(request, _("Le registre est scellé."))
        return redirect(inquiry.desk_url("exports"))
    context = frame(
        request,
        inquiry,
        "exports",
        volumes=range(1, volumes(inquiry) + 1),
        may_copy=may_take_copy(inquiry, request.user) is None,
    )
    return render(request, "inquiries/desk/exports.html", context)


@for_agents
def table(request: HttpRequest, process: str, step: str, format: str) -> HttpResponseBase:
    """The register as a table; the sealed texts for who conducts only."""
    inquiry = load_desk_inquiry(request, process, step)
    reads_all = may_read_all(inquiry, request.user)
    _tell(request, inquiry, format)
    name = f"registre-{process}.{format}"
    if format != "csv":
        write, kind = (write_xlsx, XLSX) if format == "xlsx" else (write_ods, ODS)
        book = write(workbook(inquiry, is_sealed_text=reads_all))
        return FileResponse(book, as_attachment=True, filename=name, content_type=kind)
    lines = csv_lines(observation_heads(), observation_rows(inquiry, is_sealed_text=reads_all))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _tell(request: HttpRequest, inquiry: Inquiry, what: str) -> None:
    record(
        actor=agent_of(request),
        verb="exported_register",
        subject=inquiry.step,
        process_id=inquiry.step.process_id,
        format=what,
    )


@for_agents
def themes(request: HttpRequest, process: str, step: str, format: str) -> HttpResponseBase:
    """The dossier by theme: where the minutes, the reply and the report start."""
    inquiry = load_desk_inquiry(request, process, step)
    if format not in FORMATS:
        raise Http404
    write, kind = FORMATS[format]
    name = f"themes-{process}.{format}"
    file = write(inquiry, has_analysis=may_conduct(inquiry, request.user) is None)
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


@for_agents
def paper(request: HttpRequest, process: str, step: str, volume: int) -> HttpResponse:
    """A volume of the register as a PDF."""
    inquiry = load_desk_inquiry(request, process, step)
    if not 1 <= volume <= volumes(inquiry):
        return redirect(inquiry.desk_url("exports"))
    response = HttpResponse(register_pdf(inquiry, volume), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="registre-{process}-{volume}.pdf"'
    return response


@for_agents
def archive(request: HttpRequest, process: str, step: str, kind: str) -> HttpResponseBase:
    """The evidence with the sealed texts, the copy that may be communicated, or the documents."""
    inquiry = load_desk_inquiry(request, process, step)
    is_evidence = kind == "preuve"
    if kind not in ("preuve", "copie", "documents"):
        raise Http404
    judge = may_take_evidence if is_evidence else may_take_copy
    refusal = judge(inquiry, request.user)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    _tell(request, inquiry, kind)
    reads_all = is_evidence or (kind == "documents" and may_read_all(inquiry, request.user))
    write = write_documents if kind == "documents" else write_archive
    packed = write(inquiry, is_sealed_text=reads_all)
    return FileResponse(packed, as_attachment=True, filename=f"{kind}-{process}.zip")
