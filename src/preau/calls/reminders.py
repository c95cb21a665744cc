"""Mails that time sends: drafts before the closing, reports before they are due."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.kernel import clock
from preau.processes.models import Process
from preau.ui.words import day, moment

from .actions import faults_of_application
from .content import missing_words, written_content
from .mails import Letter, tell
from .models import Application, Report

#: Days before the closing, and before a report is due.
BEFORE_CLOSING = (7, 1)
BEFORE_REPORT = (14, 2)


def remind_drafts() -> int:
    """Tell the people of unsent applications, 7 days and 1 day before; once each. Answers how many."""
    at = clock.now()
    soon = at + timedelta(days=max(BEFORE_CLOSING))
    waiting = Application.objects.filter(
        state=Application.State.DRAFT,
        call__step__process__state=Process.State.PUBLISHED,
        call__step__opens_at__lte=at,
        call__step__closes_at__gt=at,
        call__step__closes_at__lte=soon,
    ).values_list("pk", flat=True)
    return sum(_remind_draft(pk) for pk in list(waiting))


@transaction.atomic
def _remind_draft(pk: int) -> int:
    one = Application.objects.select_for_update(of=("self",)).with_call().get(pk=pk)
    step, at = one.call.step, clock.now()
    if step.closes_at is None or one.state != Application.State.DRAFT:
        return 0
    reached = [days for days in BEFORE_CLOSING if at >= step.closes_at - timedelta(days=days)]
    if not reached or set(reached) <= set(one.told):
        return 0
    one.told = sorted({*one.told, *reached}, reverse=True)
    one.save(update_fields=["told"])
    faults = faults_of_application(one, written_content(one))
    count = sum(len(lines) for lines in faults.values())
    left = min(reached)
    subject = ngettext(
        "Plus que %(n)s jour pour déposer votre dossier",
        "Plus que %(n)s jours pour déposer votre dossier",
        left,
    ) % {"n": left}
    lines = [
        _("Le dossier «\u00a0%(title)s\u00a0» n’est pas déposé. L’appel ferme le %(at)s.")
        % {"title": one.title, "at": moment(step.closes_at)},
        _("%(missing)s avant de le déposer.") % {"missing": missing_words(count)}
        if count
        else _("Rien ne manque\u00a0: il reste à le déposer."),
    ]
    letter = Letter(
        "application_reminder", subject, lines, _("Continuer mon dossier"), one.url("tasks")
    )
    return tell(application=one, letter=letter)


def remind_reports() -> int:
    """Tell the people of a project that a report is due soon, or late since yesterday."""
    today = timezone.localdate(clock.now())
    due = Report.objects.filter(
        received_at=None, due_on__lte=today + timedelta(days=max(BEFORE_REPORT))
    ).values_list("pk", flat=True)
    return sum(_remind_report(pk) for pk in list(due))


@transaction.atomic
def _remind_report(pk: int) -> int:
    one = (
        Report.objects.select_for_update(of=("self",))
        .select_related("agreement__application__call__step__process")
        .get(pk=pk)
    )
    left = (one.due_on - timezone.localdate(clock.now())).days
    reached = [days for days in (*BEFORE_REPORT, -1) if left <= days]
    if one.received_at is not None or not reached or set(reached) <= set(one.told):
        return 0
    one.told = sorted({*one.told, *reached}, reverse=True)
    one.save(update_fields=["told"])
    application = one.agreement.application
    is_late = left < 0
    subject = (
        _("Un bilan est en retard\u00a0: %(title)s")
        if is_late
        else _("Un bilan est attendu\u00a0: %(title)s")
    ) % {"title": one.title}
    lines = [
        _("«\u00a0%(report)s\u00a0», pour le projet «\u00a0%(title)s\u00a0».")
        % {"report": one.title, "title": application.title},
        _("À rendre avant la fin du %(day)s.") % {"day": day(one.due_on, with_year=True)},
    ]
    letter = Letter(
        "report_due", subject, lines, _("Rendre le bilan"), application.url("following")
    )
    return tell(application=application, letter=letter)
