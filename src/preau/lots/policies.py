"""Who may act on many proposals at once, and until when it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.kernel.refusal import Refusal
from preau.proposals.desk.acts import BulkAct, bulk_acts
from preau.ui.words import moment

from .models import Lot

#: Mails of a lot wait this long after it starts, and so long it can be undone.
REGRET = timedelta(minutes=30)
#: The longest lot: a city's whole edition, several times.
MOST = 5_000


def may_do(person: Person, lot: Lot) -> Refusal | None:
    """Whoever may do its act may start, plan, call off or undo a lot, their own or not."""
    if lot.act not in bulk_acts:
        return Refusal("unknown_act", _("Cet acte n’existe plus."))
    act: BulkAct = bulk_acts.get(lot.act)
    return act.may(person, lot.process)


def may_start(person: Person, lot: Lot) -> Refusal | None:
    """A lot starts once, after its rehearsal."""
    if lot.state not in (Lot.State.PREPARED, Lot.State.PLANNED):
        return Refusal("started", _("Ce lot est déjà lancé."))
    if lot.rehearsed_at is None:
        return Refusal("not_rehearsed", _("La répétition de ce lot n’est pas finie."))
    return may_do(person, lot)


def may_undo(person: Person, lot: Lot, at: datetime) -> Refusal | None:
    """A lot is undone while it runs, then as long as its mails wait."""
    if lot.state not in (Lot.State.RUNNING, Lot.State.DONE, Lot.State.FAILED):
        return Refusal("not_undoable", _("Il n’y a rien à annuler."))
    if lot.undo_until is not None and at >= lot.undo_until:
        return Refusal(
            "too_late",
            _("Les messages de ce lot sont partis\u00a0%(moment)s.")
            % {"moment": moment(lot.undo_until)},
            rule=_("Un lot s’annule pendant trente minutes."),
            remedy=_("Corrigez les idées une à une, ou préparez un autre lot."),
        )
    return may_do(person, lot)
