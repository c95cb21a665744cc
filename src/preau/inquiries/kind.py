"""The step kind « enquête publique »: what its Now box says, and what blocks its opening."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from preau.accounts.models import Person, User
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.processes.kinds import Act, Check, Now, NowState, StepKind
from preau.processes.models import Step, StepState
from preau.ui.words import moment, number

from .chain import append, instant
from .models import Inquiry, Observation
from .procedure import acts_done, missing_to_open
from .queries import inquiry_of
from .terms import refusal_by_dates


class InquiryKind(StepKind):
    code = "inquiry"
    label = gettext_lazy("Enquête publique")
    noun = gettext_lazy("l’enquête publique")
    desk_label = gettext_lazy("Enquête publique")
    is_binding = True

    def now(self, step: Step, person: Person, at: datetime) -> Now:
        inquiry = inquiry_of(step)
        state = step.state_at(at)
        if inquiry is None or state is StepState.FUTURE:
            text = (
                _("Le registre ouvre le %(moment)s.") % {"moment": moment(step.opens_at)}
                if step.opens_at
                else _("L’enquête se prépare.")
            )
            act = Act(_("Voir l’enquête"), inquiry.url("home")) if inquiry else None
            title = _("Bientôt\u00a0: une enquête publique")
            return Now(NowState.BETWEEN, title, text, act=act, until=step.opens_at)
        read = Act(_("Lire le dossier"), inquiry.url("file"))
        if state is StepState.CLOSED:
            return Now(
                NowState.FINISHED,
                _("L’enquête est close"),
                _count(inquiry),
                act=Act(_("Voir l’enquête"), inquiry.url("home")),
            )
        if inquiry.suspended_at is not None:
            title = _("L’enquête est suspendue")
            return Now(NowState.BETWEEN, title, _("Le dossier reste en ligne."), act=read)
        act = (
            Act(_("Déposer une observation"), inquiry.url("deposit"))
            if inquiry.has_web_register
            else Act(_("Comment participer"), inquiry.url("home"))
        )
        return Now(
            NowState.OPEN,
            _("En ce moment\u00a0: une enquête publique"),
            inquiry.purpose.split("\n")[0],
            act=act,
            until=step.closes_at,
            who=_("Tout le monde, avec ou sans son nom."),
            second_act=read,
        )

    def summary(self, step: Step) -> Any:
        inquiry = inquiry_of(step)
        if inquiry is None or step.state is StepState.FUTURE:
            return step.summary
        return _count(inquiry)

    def public_url(self, step: Step) -> str:
        inquiry = inquiry_of(step)
        return inquiry.url("home") if inquiry is not None else super().public_url(step)

    def desk_url(self, step: Step) -> str:
        inquiry = inquiry_of(step)
        return inquiry.desk_url("home") if inquiry is not None else ""

    def checklist(self, step: Step) -> list[Check]:
        inquiry = inquiry_of(step)
        if inquiry is None:
            return [Check(_("Une enquête décrite"), False)]
        here = self.desk_url(step)
        missing = missing_to_open(inquiry)
        filled = all([inquiry.purpose, inquiry.authority, inquiry.project_owner, inquiry.seat])
        return [
            Check(_("L’objet, l’autorité, le responsable du projet et le siège"), filled, here),
            Check(
                _("Des dates que le texte permet"), _refusal_by_text(inquiry, step) is None, here
            ),
            Check(_("Les actes qui précèdent l’ouverture"), not missing, inquiry.desk_url("acts")),
            Check(
                _("Les pièces obligatoires du dossier"),
                not missing_pieces(inquiry),
                inquiry.desk_url("file"),
            ),
        ]

    def dates_moved(self, step: Step, *, reason: str, actor: User) -> None:
        """Dates move within the text; once open, only the commissioner prolongs."""
        inquiry = inquiry_of(step)
        if inquiry is None or step.closes_at is None:
            return
        if step.opens_at is not None and step.opens_at <= clock.now():
            raise Refused(
                Refusal(
                    "opened",
                    _("L’enquête est ouverte\u00a0: seul un acte de la procédure déplace sa fin."),
                    rule=inquiry.profile.lasts["article"],
                    remedy=_("Le commissaire enquêteur peut la prolonger, à la page Actes."),
                )
            )
        demand(_refusal_by_text(inquiry, step))
        inquiry.planned_end = step.closes_at
        inquiry.save(update_fields=["planned_end"])
        opens = instant(step.opens_at) if step.opens_at else ""
        append(
            inquiry,
            "dates",
            "",
            opens_at=opens,
            closes_at=instant(step.closes_at),
            reason=reason,
            by=actor.full_name,
        )


def missing_pieces(inquiry: Inquiry) -> list[str]:
    """Titles of the pieces that the text wants and that have no version yet."""
    found = inquiry.pieces.filter(is_required=True, versions=None)
    return list(found.values_list("title", flat=True))


def _refusal_by_text(inquiry: Inquiry, step: Step) -> Refusal | None:
    if step.opens_at is None or step.closes_at is None:
        return Refusal("no_dates", _("Donnez les dates de l’enquête."))
    acts = acts_done(inquiry)
    planned = {"order": inquiry.order_on, "notice": inquiry.notice_on}
    known = {code: day for code, day in planned.items() if day is not None} | {
        code: day for code, day in acts.items() if code in planned
    }
    days = timezone.localdate(step.opens_at), timezone.localdate(step.closes_at)
    return refusal_by_dates(inquiry.profile, *days, known, inquiry.answers)


def _count(inquiry: Inquiry) -> str:
    found = Observation.objects.filter(inquiry=inquiry, is_late=False).count()
    words = ngettext("%(n)s observation", "%(n)s observations", found)
    return words % {"n": number(found)}
