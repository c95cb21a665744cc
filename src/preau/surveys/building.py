"""Writes of the builder: a version that is asked stays as it is, the next one is prepared aside."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.processes.models import StepState
from preau.questions.actions import write_form
from preau.questions.checks import problems
from preau.questions.document import Document
from preau.questions.models import Form
from preau.questions.schema import write_document

from .models import Survey


def written_form(survey: Survey) -> Form:
    """The version that the builder shows: the one being prepared, else the one asked."""
    return survey.draft or survey.form


@transaction.atomic
def edit_form(*, survey: Survey, change: Callable[[Document], Document], actor: User) -> Form:
    """Apply ``change`` to the version being written, read again under a lock.

    Once people may answer, the version they read does not change: the next one is written.
    """
    demand(may_run_process(actor, survey.step.process_id))
    held = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    form = Form.objects.select_for_update().get(pk=held.draft_id or held.form_id)
    after = change(form.document)
    is_asked = held.draft_id is None and (
        form.is_frozen or survey.step.state_at(clock.now()) is not StepState.FUTURE
    )
    if not is_asked:
        form = write_form(form=form, document=after)
    elif after != form.document:
        form = Form.objects.create(
            title=form.title,
            family=form.family,
            version=form.version + 1,
            schema=write_document(after),
            created_at=clock.now(),
        )
        held.draft = form
        held.save(update_fields=["draft"])
    survey.draft = held.draft
    if survey.draft is None:
        survey.form = form
    return form


@transaction.atomic
def release_form(*, survey: Survey, actor: User) -> Refusal | None:
    """Ask the version being prepared from now on; refused while something is wrong in it."""
    demand(may_run_process(actor, survey.step.process_id))
    held = Survey.objects.select_for_update(of=("self",)).select_related("draft").get(pk=survey.pk)
    if held.draft is None:
        return None
    faults = problems(held.draft)
    if faults:
        return Refusal(
            "faulty_form",
            _("Cette version a des défauts\u00a0: %(first)s") % {"first": faults[0].message},
            remedy=_("Corrigez-les, puis recommencez."),
        )
    held.form, held.draft = held.draft, None
    held.save(update_fields=["form", "draft"])
    survey.form, survey.draft = held.form, None
    record(
        actor=actor,
        verb="released_form",
        subject=survey.step,
        process_id=survey.step.process_id,
        version=held.form.version,
    )
    return None


@transaction.atomic
def drop_draft(*, survey: Survey, actor: User) -> None:
    """Forget the version being prepared; the one asked stays."""
    demand(may_run_process(actor, survey.step.process_id))
    held = Survey.objects.select_for_update(of=("self",)).select_related("draft").get(pk=survey.pk)
    draft, held.draft = held.draft, None
    held.save(update_fields=["draft"])
    if draft is not None:
        draft.delete()
    survey.draft = None


@transaction.atomic
def set_survey(
    *,
    survey: Survey,
    why: str,
    identity: str,
    is_several: bool,
    quota: int | None,
    title: str,
    actor: User,
) -> Refusal | None:
    """Settings of the questionnaire; who answers does not change once somebody has."""
    demand(may_run_process(actor, survey.step.process_id))
    held = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    before = {"identity": held.identity, "several": held.is_several, "quota": held.quota}
    if held.identity != identity and held.responses.exists():
        return Refusal(
            "identity_settled",
            _("Des personnes ont déjà répondu\u00a0: ce qu’on leur a promis ne change plus."),
            remedy=_("Le reste des réglages peut changer."),
        )
    held.why, held.identity, held.is_several, held.quota = why, identity, is_several, quota
    held.save(update_fields=["why", "identity", "is_several", "quota"])
    Form.objects.filter(family=survey.form.family).update(title=title[:160])
    after = {"identity": identity, "several": is_several, "quota": quota}
    if before != after:
        record(
            actor=actor,
            verb="set_survey",
            subject=survey.step,
            process_id=survey.step.process_id,
            before=before,
            after=after,
        )
    return None
