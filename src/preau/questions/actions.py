"""Writes on forms: made, rewritten, frozen, carried on in a new version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from preau.kernel import clock
from preau.kernel.refusal import Refusal

from .checks import problems
from .document import Document
from .models import Form
from .schema import write_document


@transaction.atomic
def create_form(*, title: str, document: Document | None = None) -> Form:
    """A form in its first version; it may still be faulty while it is written."""
    return Form.objects.create(
        title=title[:160],
        schema=write_document(document or Document()),
        created_at=clock.now(),
    )


@transaction.atomic
def write_form(*, form: Form, document: Document) -> Form:
    """Put ``document`` in the place of the form's; answers the version that now holds it.

    A frozen form stays as it is and its next version is written. ``form`` must be the latest.
    """
    held = Form.objects.select_for_update().get(pk=form.pk)
    if not held.is_frozen:
        held.schema = write_document(document)
        held.save(update_fields=["schema"])
        return held
    return Form.objects.create(
        title=held.title,
        family=held.family,
        version=held.version + 1,
        schema=write_document(document),
        created_at=clock.now(),
    )


@transaction.atomic
def freeze_form(*, form: Form) -> Refusal | None:
    """Nothing of this version changes any more; refused while something is wrong in it."""
    if form.is_frozen:
        return None
    faults = problems(form)
    if faults:
        return Refusal(
            "faulty_form",
            _("Ce questionnaire a des défauts\u00a0: %(first)s") % {"first": faults[0].message},
            remedy=_("Corrigez-les, puis recommencez."),
        )
    at = clock.now()
    Form.objects.filter(pk=form.pk, frozen_at=None).update(frozen_at=at)
    form.frozen_at = at
    return None
