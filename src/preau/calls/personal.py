"""What calls hold about one person: the applications they work on."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from preau.accounts.models import User
from preau.questions.files import drop_uploads

from .actions import keys_of
from .content import Content, sections_of, written_content
from .content import lines_of as words_of
from .models import Application, Change, Editor


def gather_applications(person: User) -> list[dict[str, Any]]:
    """The applications of ``person``, in plain JSON: what is written and who did what."""
    mine = Editor.objects.filter(user=person).select_related(
        "application__call__step__process", "application__call__form"
    )
    found = []
    for one in mine:
        application = one.application
        content: Content = written_content(application)
        found.append(
            {
                "appel": application.call.step.process.title,
                "dossier": application.title,
                "role": one.get_role_display(),
                "etat": application.get_state_display(),
                "contenu": [
                    {"question": label, "reponse": said}
                    for section in sections_of(application.call)
                    for label, said in words_of(section, application.call, content)
                ],
            }
        )
    return found


@transaction.atomic
def forget_editor(*, person: User) -> None:
    """Drafts that only ``person`` works on go away; elsewhere their name does.

    What was sent to the authority stays: it is an application of an organisation, and a decision
    on public money rests on it.
    """
    name = person.full_name or person.display_name or person.email
    mine = Application.objects.filter(editors__user=person)
    Change.objects.filter(application__in=mine, who=name).update(who="")
    Editor.objects.filter(user=None, email__iexact=person.email).delete()
    for application in mine.select_related("call__form"):
        others = application.editors.filter(user__isnull=False).exclude(user=person)
        heir = others.first()
        is_lead = application.editors.filter(user=person, role=Editor.Role.LEAD).exists()
        if heir is not None and is_lead:
            others.filter(pk=heir.pk).update(role=Editor.Role.LEAD)
        if heir is None and application.proposal_id is None:
            keys = keys_of(written_content(application))
            application.delete()
            drop_uploads(keys=keys)
    Editor.objects.filter(user=person).delete()
