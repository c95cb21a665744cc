"""Who works on an application: invited by mail, in a role, taken out again."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.kernel.refusal import Refusal

from .actions import hold, note
from .hours import database_now
from .mails import Letter, write_to
from .models import Application, Editor
from .policies import may_lead

#: People that one application may have.
MOST = 12


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, application: Application, email: str, role: str, person: User) -> Editor | Refusal:
    """Invite an address; its key is in the mail alone. Invited again, it gets a new one."""
    held = hold(application)
    refusal = may_lead(person, held)
    if refusal is not None:
        return refusal
    email = email.strip().lower()
    known = held.editors.filter(email__iexact=email).first()
    if known is not None and known.user_id is not None:
        return Refusal("already_in", _("Cette personne est déjà dans l’équipe du dossier."))
    if known is None and held.editors.count() >= MOST:
        return Refusal(
            "team_full",
            _("Un dossier compte au plus %(most)s personnes.") % {"most": MOST},
            remedy=_("Retirez d’abord quelqu’un de l’équipe."),
        )
    token, at = secrets.token_urlsafe(24), database_now()
    editor, _made = Editor.objects.update_or_create(
        application=held,
        email=known.email if known is not None else email,
        defaults={"role": role, "token_hash": digest(token), "invited_at": at},
    )
    write_to(
        email=email,
        letter=Letter(
            "application_invitation",
            _("%(who)s vous invite à un dossier") % {"who": person.full_name or person.email},
            [
                _("%(who)s prépare le dossier «\u00a0%(title)s\u00a0» et vous y invite.")
                % {"who": person.full_name or person.email, "title": held.title},
                _("Votre rôle\u00a0: %(role)s.") % {"role": editor.get_role_display()},
            ],
            _("Rejoindre le dossier"),
            held.call.url("join", token),
        ),
    )
    note(application=held, who=person, words=_("a invité %(email)s") % {"email": email})
    return editor


@transaction.atomic
def join(*, editor: Editor, person: User) -> Editor | Refusal:
    """Come into an application by an invitation; it serves once, whatever the address."""
    held = Editor.objects.select_for_update().get(pk=editor.pk)
    mine = Editor.objects.filter(application=held.application_id, user=person).first()
    if mine is not None:
        return mine
    if held.user_id is not None or not held.token_hash:
        return Refusal(
            "used",
            _("Cette invitation a déjà servi."),
            remedy=_("Demandez-en une autre à la personne responsable du dossier."),
        )
    held.user, held.token_hash = person, ""
    held.save(update_fields=["user", "token_hash"])
    note(application=editor.application, who=person, words=_("a rejoint le dossier"))
    return held


@transaction.atomic
def take_out(*, editor: Editor, person: User) -> Refusal | None:
    """Take somebody out of the team, never who leads it."""
    held = hold(editor.application)
    refusal = may_lead(person, held)
    if refusal is None and editor.role == Editor.Role.LEAD:
        refusal = Refusal(
            "lead_stays",
            _("Un dossier garde la personne qui en est responsable."),
            remedy=_("Confiez-le d’abord à quelqu’un d’autre."),
        )
    if refusal is not None:
        return refusal
    editor.delete()
    note(application=held, who=person, words=_("a retiré %(email)s") % {"email": editor.email})
    return None


@transaction.atomic
def hand_over(*, editor: Editor, person: User) -> Refusal | None:
    """Make somebody else of the team lead it; who led it writes it from then on."""
    held = hold(editor.application)
    refusal = may_lead(person, held)
    if refusal is None and editor.user_id is None:
        refusal = Refusal(
            "not_in_yet",
            _("Cette personne n’a pas encore rejoint le dossier."),
            remedy=_("Attendez qu’elle accepte l’invitation."),
        )
    if refusal is not None:
        return refusal
    held.editors.filter(role=Editor.Role.LEAD).update(role=Editor.Role.WRITER)
    editor.role = Editor.Role.LEAD
    editor.save(update_fields=["role"])
    note(
        application=held,
        who=person,
        words=_("a confié le dossier à %(email)s") % {"email": editor.email},
    )
    return None
