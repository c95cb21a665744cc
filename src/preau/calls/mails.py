"""What is written to the people of an application."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.messaging.actions import send_email
from preau.tenancy.addresses import absolute_url

from .models import Application, Editor


@dataclass(frozen=True)
class Letter:
    """What a mail says; ``path`` is where its one button leads."""

    kind: str
    subject: str
    lines: list[str]
    act: str
    path: str


def write_to(*, email: str, letter: Letter, user: User | None = None) -> None:
    """One mail, with the reason why it comes."""
    send_email(
        to=email,
        recipient=user,
        kind=letter.kind,
        subject=letter.subject,
        template="calls/mail/message",
        context={
            "lines": letter.lines,
            "act_label": letter.act,
            "act_url": absolute_url(letter.path),
            "why": _("Vous recevez ce message parce que vous participez à un dossier."),
        },
    )


def tell(
    *,
    application: Application,
    letter: Letter,
    roles: tuple[str, ...] = (Editor.Role.LEAD, Editor.Role.WRITER),
) -> int:
    """The same mail to all who hold one of ``roles`` and have come in; answers how many."""
    people = application.editors.filter(
        role__in=roles, user__isnull=False, user__is_active=True
    ).select_related("user")
    told = 0
    for one in people:
        if one.user is not None:
            write_to(email=one.user.email, letter=letter, user=one.user)
            told += 1
    return told
