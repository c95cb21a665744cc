"""Who prepares a votation, when it may open, who proclaims it; what its words may not say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from preau.accounts.models import Person, Role
from preau.accounts.policies import has_role, may_run_process
from preau.kernel.refusal import Refusal
from preau.kernel.text import search_key
from preau.processes.models import Process
from preau.voting.models import Contest

from .models import Votation
from .preparation import checklist, says_reserved
from .queries import contests_of, votation_of


def refuse_words(*texts: str) -> Refusal | None:
    """« Référendum » is the name of a vote that binds the authority: ours never is."""
    if not says_reserved(*texts):
        return None
    return Refusal(
        "reserved_word",
        _("Le mot «\u00a0référendum\u00a0» ne peut pas nommer cette votation."),
        rule=_(
            "Un référendum local décide, se tient dans les bureaux du code électoral et suit les "
            "articles LO1112-1 et suivants du code des collectivités. Cette votation est "
            "consultative."
        ),
        remedy=_("Écrivez «\u00a0votation\u00a0» ou «\u00a0vote consultatif\u00a0»."),
    )


def is_frozen(process: Process) -> bool:
    """The ballots are settled: nothing on them changes any more."""
    return any(contest.state != Contest.State.DRAFT for contest in contests_of(process))


def may_prepare(person: Person, process: Process) -> Refusal | None:
    """Process owners, until the ballots are settled."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    if is_frozen(process):
        return Refusal(
            "frozen",
            _("Le scrutin est arrêté\u00a0: ses questions et sa règle ne changent plus."),
            rule=_("Tout le monde vote sur le même bulletin, connu avant l’ouverture."),
            remedy=_("Un vote peut être suspendu, avec un motif public, à la page de ses heures."),
        )
    return None


def may_read(person: Person, process: Process) -> Refusal | None:
    """Owners, administrators, decision-makers and readers follow the votation from the desk."""
    readers = (Role.ADMINISTRATOR, Role.OWNER, Role.DECIDER, Role.READER)
    if has_role(person, *readers, process_id=process.pk):
        return None
    return Refusal(
        "not_for_this_role",
        _("Le suivi du vote est réservé aux pilotes de la démarche et aux élus."),
        remedy=_("Demandez-leur ce que vous cherchez."),
    )


def may_open(person: Person, process: Process) -> Refusal | None:
    """Process owners, once nothing blocks."""
    refusal = may_prepare(person, process)
    if refusal is not None:
        return refusal
    missing = [check for check in checklist(process) if check.blocking and not check.is_done]
    if missing:
        return Refusal(
            "not_ready",
            _("Le scrutin n’est pas prêt\u00a0: %(what)s.")
            % {"what": ", ".join(str(check.label) for check in missing)},
            remedy=_("Complétez ces points, puis arrêtez le scrutin."),
        )
    return None


def may_proclaim(person: Person, process: Process) -> Refusal | None:
    """Process owners, once every box is counted; once."""
    refusal = may_run_process(person, process.pk)
    if refusal is not None:
        return refusal
    contests = contests_of(process)
    votation = votation_of(process)
    if votation is None or not contests:
        return Refusal("no_vote", _("Cette démarche n’a pas de vote à proclamer."))
    if votation.proclaimed_at is not None:
        return Refusal("already_proclaimed", _("Les résultats sont déjà proclamés."))
    waiting = [contest for contest in contests if contest.state != Contest.State.COUNTED]
    if waiting:
        names = ", ".join(str(contest) for contest in waiting[:3])
        return Refusal(
            "not_counted",
            _("Tous les bulletins ne sont pas dépouillés\u00a0: %(names)s.") % {"names": names},
            remedy=_("Attendez la clôture, l’ouverture de l’urne ou le tirage au sort demandé."),
        )
    return None


def may_tell_outcome(person: Person, votation: Votation) -> Refusal | None:
    """Process owners say what the authority decided, once the result is proclaimed."""
    refusal = may_run_process(person, votation.process_id)
    if refusal is None and votation.proclaimed_at is None:
        return Refusal(
            "not_proclaimed", _("Proclamez d’abord le résultat\u00a0: la suite se dit après.")
        )
    return refusal


def refuse_texts(titles: Sequence[str]) -> Refusal | None:
    """Two answers of the same name cannot be told apart on a ballot."""
    keys = [search_key(title) for title in titles]
    twice = next(
        (title for title, key in zip(titles, keys, strict=True) if keys.count(key) > 1), ""
    )
    if twice:
        return Refusal(
            "same_answer",
            _("Deux réponses portent le même nom\u00a0: «\u00a0%(name)s\u00a0».") % {"name": twice},
        )
    if len(titles) < 2:
        return Refusal(
            "too_few_answers",
            ngettext(
                "Il faut au moins deux réponses\u00a0: il y en a %(n)s.",
                "Il faut au moins deux réponses\u00a0: il y en a %(n)s.",
                len(titles),
            )
            % {"n": len(titles)},
        )
    return None
