"""A document that was given as an answer, for the agents of its process alone."""

from __future__ import annotations

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from preau.ledger.actions import record
from preau.processes.desk_access import agent_of, for_agents, refused_in_desk
from preau.questions.models import Upload

from ..models import Response
from .access import load_desk_survey, refusal_to_build


@for_agents
def answered_file(
    request: HttpRequest, process: str, step: str, question: str, key: UUID
) -> HttpResponseBase:
    """The file, if an answer that was sent to this question holds it; who read it is written."""
    survey = load_desk_survey(request, process, step)
    refusal = refusal_to_build(request, survey)
    if refusal is not None:
        return refused_in_desk(request, refusal)
    one = survey.form.document.by_id.get(question)
    if one is None or one.type != "file":
        raise Http404
    held = Response.objects.sent().filter(
        survey=survey, answers__contains={one.id: {"key": str(key)}}
    )
    upload = get_object_or_404(Upload, key=key)
    if not held.exists() or not default_storage.exists(upload.path):
        raise Http404
    record(
        actor=agent_of(request),
        verb="read_answered_file",
        subject=survey.step,
        process_id=survey.step.process_id,
        file=str(key),
    )
    return FileResponse(
        default_storage.open(upload.path),
        as_attachment=True,
        filename=upload.name,
        content_type=upload.kind,
    )
