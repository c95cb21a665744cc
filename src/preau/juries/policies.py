"""Who sets a jury, who reads, who deliberates, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from preau.accounts.models import Person
from preau.accounts.policies import may_run_process
from preau.kernel.refusal import Refusal
from preau.proposals.models import Proposal
from preau.ui.words import moment, money

from .models import Deliberation, Grant, Juror, Jury, Reading
from .queries import deliberation_of, has_conflict, juror_of, kept_away, members_of


def may_set(person: Person, jury: Jury) -> Refusal | None:
    """Process owners compose the jury and its rules until it deliberates."""
    return may_run_process(person, jury.step.process_id) or before_deliberation(jury)


def before_deliberation(jury: Jury) -> Refusal | None:
    if deliberation_of(jury) is None:
        return None
    return Refusal(
        "deliberating",
        _("La délibération est ouverte\u00a0: lectures, membres et règles ne changent plus."),
        rule=_("Le jury délibère sur les notes telles qu’elles sont à l’ouverture."),
    )


def may_share(person: Person, jury: Jury) -> Refusal | None:
    """Readers are found once there are members and criteria."""
    refusal = may_set(person, jury)
    if refusal is not None:
        return refusal
    grid = jury.grids.first()
    if grid is None or not grid.criteria.exists():
        return Refusal(
            "no_grid",
            _("La grille n’a pas encore de critère."),
            remedy=_("Écrivez la grille, puis répartissez les dossiers."),
        )
    if not members_of(jury):
        return Refusal(
            "no_juror",
            _("Le jury n’a pas encore de membre."),
            remedy=_("Ajoutez les membres, puis répartissez les dossiers."),
        )
    return None


def may_sit(person: Person, jury: Jury) -> Refusal | None:
    """Members of the jury, and nobody else, see what it reads."""
    if juror_of(jury, person) is not None:
        return None
    return Refusal(
        "not_a_juror",
        _("Ces pages sont celles des membres du jury."),
        remedy=_("Connectez-vous avec l’adresse à laquelle le secrétariat vous a écrit."),
    )


def may_mark(reading: Reading, juror: Juror, at: datetime) -> Refusal | None:
    """The juror who was given the application marks it, until the readings end."""
    jury = juror.jury
    if reading.juror_id != juror.pk or juror.left_at is not None:
        return Refusal("not_yours", _("Ce dossier n’est pas sur votre table."))
    if reading.state == Reading.State.VOID or has_conflict(juror, reading.proposal):
        return Refusal(
            "conflict",
            _("Un conflit d’intérêts vous écarte de ce dossier."),
            rule=_("Un membre en conflit ne lit pas le dossier et ne voit pas ses notes."),
            remedy=_("S’il s’agit d’une erreur, écrivez au secrétariat du jury."),
        )
    return before_deliberation(jury) or refusal_by_time(jury, at)


def refusal_by_time(jury: Jury, at: datetime) -> Refusal | None:
    if jury.reads_until is None or at < jury.reads_until:
        return None
    return Refusal(
        "readings_over",
        _("Les lectures sont closes depuis %(moment)s.") % {"moment": moment(jury.reads_until)},
        remedy=_("Le secrétariat peut repousser cette date."),
    )


def may_declare(juror: Juror, proposal: Proposal) -> Refusal | None:
    """A juror says at any moment before the decision that a tie keeps them away."""
    if juror.left_at is not None:
        return Refusal("left", _("Vous ne siégez plus dans ce jury."))
    if Grant.objects.filter(jury=juror.jury, proposal=proposal).exists():
        return Refusal(
            "ruled",
            _("Le jury s’est déjà prononcé sur ce dossier."),
            remedy=_(
                "Écrivez au secrétariat\u00a0: la décision peut être reprise avant sa parution."
            ),
        )
    return None


def may_open(person: Person, jury: Jury) -> Refusal | None:
    """The president or the secretary opens the deliberation, with an envelope and scores."""
    refusal = may_preside(person, jury) and may_run_process(person, jury.step.process_id)
    if refusal is not None:
        return refusal
    if deliberation_of(jury) is not None:
        return Refusal("open", _("La délibération est déjà ouverte."))
    if jury.envelope_cents is None:
        return Refusal(
            "no_envelope",
            _("L’enveloppe n’est pas écrite."),
            rule=_("Le jury accorde des montants dans une enveloppe connue."),
            remedy=_("Écrivez-la dans les réglages du jury."),
        )
    if not any(one.is_president for one in members_of(jury)):
        return Refusal(
            "no_president",
            _("Personne ne préside le jury."),
            remedy=_("Désignez une présidence parmi les membres."),
        )
    if not Reading.objects.filter(juror__jury=jury, state=Reading.State.DONE).exists():
        return Refusal("no_reading", _("Aucune lecture n’est terminée."))
    return None


def may_preside(person: Person, jury: Jury) -> Refusal | None:
    juror = juror_of(jury, person)
    if juror is not None and juror.is_president:
        return None
    return Refusal(
        "not_the_president",
        _("La présidence du jury écrit les décisions."),
        remedy=_("Demandez à la personne qui préside."),
    )


def presides_over(jury: Jury, proposal: Proposal) -> list[Juror]:
    """Who may write the decision: the president, or who replaces them when they are away."""
    away = {one.pk for one in kept_away(jury, proposal)}
    able = [one for one in members_of(jury) if one.is_present and one.pk not in away]
    president = [one for one in able if one.is_president]
    return president or able


def may_rule(person: Person, jury: Jury, proposal: Proposal) -> Refusal | None:
    """The president rules, unless a tie keeps them away: then a present member does."""
    held = deliberation_of(jury)
    if held is None or held.closed_at is not None:
        return Refusal(
            "not_deliberating",
            _("Le jury ne délibère pas en ce moment.")
            if held is None
            else _("La délibération est close."),
            remedy=_("La présidence peut la rouvrir avant la parution.") if held else "",
        )
    juror = juror_of(jury, person)
    if juror is None:
        return may_sit(person, jury)
    if has_conflict(juror, proposal):
        return Refusal(
            "conflict",
            _("Un conflit d’intérêts vous écarte de ce dossier\u00a0: vous quittez la salle."),
            rule=_("Un membre en conflit ne délibère pas."),
            remedy=_("Un autre membre présent écrit la décision."),
        )
    if juror.pk in {one.pk for one in presides_over(jury, proposal)}:
        return None
    return may_preside(person, jury)


def may_take_back(person: Person, grant: Grant) -> Refusal | None:
    """A decision is taken back until the letters leave or everyone reads it."""
    refusal = may_rule(person, grant.jury, grant.proposal)
    if refusal is not None:
        return refusal
    return not_told(grant)


def not_told(grant: Grant) -> Refusal | None:
    if grant.told_at is None:
        return None
    return Refusal(
        "told",
        _("La lettre de cette décision est partie ou va partir."),
        remedy=_("Annulez le lot des lettres s’il attend encore."),
    )


def refusal_by_envelope(jury: Jury, others_cents: int, amount_cents: int) -> Refusal | None:
    envelope = jury.envelope_cents or 0
    if others_cents + amount_cents <= envelope:
        return None
    return Refusal(
        "envelope",
        _("%(amount)s de plus dépasseraient l’enveloppe.") % {"amount": money(amount_cents)},
        rule=_("L’enveloppe est de %(envelope)s, dont %(given)s déjà accordés.")
        % {"envelope": money(envelope), "given": money(others_cents)},
        remedy=_("Il reste %(left)s. Accordez moins, ou reprenez une autre décision.")
        % {"left": money(max(0, envelope - others_cents))},
    )


def may_close(person: Person, jury: Jury) -> Refusal | None:
    """The president closes once every application has its decision."""
    held = deliberation_of(jury)
    if held is None or held.closed_at is not None:
        return Refusal("not_deliberating", _("Le jury ne délibère pas en ce moment."))
    return may_preside(person, jury)


def may_reopen(person: Person, jury: Jury) -> Refusal | None:
    """Until the decisions are public, as long as no letter left."""
    held = deliberation_of(jury)
    if held is None or held.closed_at is None:
        return Refusal("not_closed", _("La délibération n’est pas close."))
    if held.published_at is not None:
        return _public(held)
    if jury.grants.filter(told_at__isnull=False).exists():
        return Refusal(
            "told",
            _("Des lettres sont parties ou vont partir."),
            remedy=_("Annulez le lot des lettres s’il attend encore."),
        )
    return may_preside(person, jury)


def _public(held: Deliberation) -> Refusal:
    return Refusal(
        "published",
        _("Les décisions sont publiques depuis %(moment)s.")
        % {"moment": moment(held.published_at)},
        rule=_("Une décision publiée ne se reprend plus ici."),
    )


def may_tell(person: Person, jury: Jury) -> Refusal | None:
    """Letters and publication come once the deliberation is closed, by who runs the process."""
    refusal = may_run_process(person, jury.step.process_id)
    if refusal is not None:
        return refusal
    held = deliberation_of(jury)
    if held is None or held.closed_at is None:
        return Refusal(
            "not_closed",
            _("La délibération n’est pas close."),
            remedy=_("Les lettres se préparent quand la présidence a clos la délibération."),
        )
    return None


def may_publish(person: Person, jury: Jury) -> Refusal | None:
    refusal = may_tell(person, jury)
    if refusal is not None:
        return refusal
    held = deliberation_of(jury)
    return _public(held) if held is not None and held.published_at is not None else None
