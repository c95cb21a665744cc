"""The ledger in human sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from preau.ledger.models import Entry
from preau.proposals.actions import CORRECTABLE
from preau.proposals.models import Status
from preau.ui.words import day, moment

from .journal_calls import CALL_VERBS
from .journal_electorate import ELECTORATE_VERBS
from .journal_fraud import FRAUD_VERBS
from .journal_inquiries import INQUIRY_VERBS
from .journal_juries import JURY_VERBS
from .journal_merges import MERGE_VERBS
from .journal_paper import PAPER_VERBS
from .journal_reviews import REVIEW_VERBS
from .journal_site import SITE_VERBS
from .journal_surveys import SURVEY_VERBS
from .journal_team import TEAM_VERBS
from .journal_texts import TEXT_VERBS
from .journal_votations import VOTATION_VERBS


@dataclass(frozen=True)
class Verb:
    """A kind of act: its name in the filter, and its sentence after the name of who did it."""

    label: Any
    sentence: Any


#: What each verb of the ledger says; the subject's own label comes in %(subject)s.
VERBS: dict[str, Verb] = {
    "created_site": Verb(_lazy("Création du site"), _lazy("a créé le site %(subject)s")),
    "suspended_site": Verb(_lazy("Suspension du site"), _lazy("a suspendu le site %(subject)s")),
    "resumed_site": Verb(_lazy("Reprise du site"), _lazy("a rouvert le site %(subject)s")),
    "imported_site": Verb(
        _lazy("Arrivée du site"), _lazy("a fait entrer le site %(subject)s, venu d’ailleurs")
    ),
    "submitted": Verb(_lazy("Dépôt"), _lazy("a déposé %(subject)s")),
    "corrected": Verb(_lazy("Correction"), _lazy("a corrigé %(subject)s (%(names)s)")),
    "changed_status": Verb(
        _lazy("Statut"), _lazy("a donné à %(subject)s le statut «\u00a0%(status)s\u00a0»")
    ),
    "assessed": Verb(_lazy("Fiche d’analyse"), _lazy("a rempli la fiche d’analyse de %(subject)s")),
    "assigned": Verb(_lazy("Affectation"), _lazy("a confié %(subject)s à %(after)s")),
    "rescheduled": Verb(
        _lazy("Calendrier"),
        _lazy("a changé les dates de l’étape «\u00a0%(subject)s\u00a0»\u00a0: %(dates)s"),
    ),
    "exported": Verb(_lazy("Export"), _lazy("a exporté %(count)s propositions (%(format)s)")),
    "exported_people": Verb(
        _lazy("Export"),
        _lazy("a exporté des données personnelles (%(file)s, %(format)s)\u00a0: %(why)s"),
    ),
    "joined": Verb(_lazy("Soutien"), _lazy("a rejoint %(subject)s")),
    "supported": Verb(_lazy("Soutien"), _lazy("suit %(subject)s")),
    "left": Verb(_lazy("Soutien"), _lazy("ne suit plus %(subject)s")),
    "created": Verb(_lazy("Création"), _lazy("a créé «\u00a0%(subject)s\u00a0»")),
    "set_envelopes": Verb(_lazy("Budget"), _lazy("a fixé les enveloppes du budget")),
    "set_counting_rules": Verb(_lazy("Budget"), _lazy("a fixé la règle du dépouillement")),
    "drew_ballot_list": Verb(
        _lazy("Bulletin"), _lazy("a dressé la liste des %(options)s projets au vote")
    ),
    "imported_ballots": Verb(
        _lazy("Reprise"), _lazy("a repris les bulletins d’une édition passée\u00a0: %(subject)s")
    ),
    "proclaimed": Verb(
        _lazy("Résultats"), _lazy("a proclamé les résultats de «\u00a0%(subject)s\u00a0»")
    ),
    "started_delivery": Verb(_lazy("Réalisation"), _lazy("a lancé la réalisation de %(subject)s")),
    "assigned_delivery": Verb(
        _lazy("Réalisation"), _lazy("a désigné qui suit la réalisation de %(subject)s")
    ),
    "moved_delivery": Verb(_lazy("Réalisation"), _lazy("a changé l’état de %(subject)s")),
    "recorded_spending": Verb(_lazy("Réalisation"), _lazy("a noté une dépense pour %(subject)s")),
    "planned_milestone": Verb(_lazy("Réalisation"), _lazy("a prévu un jalon pour %(subject)s")),
    "updated_milestone": Verb(_lazy("Réalisation"), _lazy("a mis à jour un jalon de %(subject)s")),
    "published_news": Verb(_lazy("Actualité"), _lazy("a publié une actualité de %(subject)s")),
    "bulk_changed": Verb(
        _lazy("Lot"), _lazy("a agi sur %(count)s propositions à la fois\u00a0: %(act)s")
    ),
    "bulk_planned": Verb(
        _lazy("Lot"),
        _lazy("a prévu d’agir sur %(count)s propositions, %(moment)s\u00a0: %(act)s"),
    ),
    "bulk_called_off": Verb(_lazy("Lot"), _lazy("a déprogrammé un lot\u00a0: %(act)s")),
    "bulk_undone": Verb(
        _lazy("Lot"), _lazy("a annulé un lot (%(count)s propositions)\u00a0: %(act)s")
    ),
    "assigned_person": Verb(_lazy("Affectation"), _lazy("a confié %(subject)s à %(person)s")),
    "put_off": Verb(_lazy("Échéance"), _lazy("a changé l’échéance de %(subject)s")),
    "wrote_to_authors": Verb(
        _lazy("Message"), _lazy("a écrit aux auteurs de %(subject)s\u00a0: %(title)s")
    ),
    "proposed_ballot_text": Verb(
        _lazy("Texte du bulletin"), _lazy("a proposé un texte de bulletin pour %(subject)s")
    ),
    "agreed_ballot_text": Verb(
        _lazy("Texte du bulletin"), _lazy("a accepté le texte de bulletin de %(subject)s")
    ),
    "disputed_ballot_text": Verb(
        _lazy("Texte du bulletin"), _lazy("demande un autre texte de bulletin pour %(subject)s")
    ),
    "prepared_answer": Verb(_lazy("Réponse préparée"), _lazy("a préparé la réponse à %(subject)s")),
    "dropped_answer": Verb(
        _lazy("Réponse préparée"), _lazy("a retiré la réponse préparée à %(subject)s")
    ),
    "added": Verb(_lazy("Bulletin"), _lazy("a ajouté le bulletin «\u00a0%(subject)s\u00a0»")),
    "listed": Verb(
        _lazy("Liste"),
        _lazy("a porté %(options)s projets sur le bulletin «\u00a0%(subject)s\u00a0»"),
    ),
    "opened": Verb(
        _lazy("Scrutin arrêté"),
        _lazy("a arrêté la liste et les règles du bulletin «\u00a0%(subject)s\u00a0»"),
    ),
    "moved": Verb(
        _lazy("Heures du vote"), _lazy("a changé les heures de «\u00a0%(subject)s\u00a0»")
    ),
    "closed": Verb(
        _lazy("Urne scellée"),
        _lazy("a scellé l’urne «\u00a0%(subject)s\u00a0»\u00a0: %(ballots)s bulletins"),
    ),
    "rehearsed": Verb(_lazy("Scrutin"), _lazy("a répété le vote avec %(voters)s votants fictifs")),
    "counted": Verb(_lazy("Dépouillement"), _lazy("a dépouillé l’urne «\u00a0%(subject)s\u00a0»")),
    "tied": Verb(
        _lazy("Égalité"),
        _lazy(
            "a constaté une égalité à «\u00a0%(subject)s\u00a0»\u00a0: un tirage au sort est nécessaire"
        ),
    ),
    "set_grace": Verb(
        _lazy("Heures du vote"), _lazy("a déclaré %(minutes)s minutes pour finir après la clôture")
    ),
    "suspended_vote": Verb(_lazy("Heures du vote"), _lazy("a suspendu le vote")),
    "resumed_vote": Verb(_lazy("Heures du vote"), _lazy("a repris le vote")),
    "looked_for_fraud": Verb(
        _lazy("Indices à examiner"), _lazy("a cherché des indices dans l’émargement")
    ),
    "forgot_voters": Verb(
        _lazy("Effacement"), _lazy("a effacé ce qui nommait les votants, recours épuisés")
    ),
    "set_secret": Verb(_lazy("Vote secret"), _lazy("a fixé quels scrutins sont secrets")),
    "registered_key": Verb(
        _lazy("Clé du bureau"),
        _lazy("a enregistré la clé publique du bureau\u00a0: %(public_key)s"),
    ),
    "tried_key": Verb(_lazy("Essai de la clé"), _lazy("a réussi l’essai de la clé du bureau")),
    "unsealed": Verb(
        _lazy("Urne ouverte"),
        _lazy("a ouvert l’urne scellée «\u00a0%(subject)s\u00a0»\u00a0: %(ballots)s bulletins"),
    ),
    "checked_boxes": Verb(
        _lazy("Relevé des urnes"),
        _lazy("a signé le relevé des urnes\u00a0: %(ballots)s bulletins, %(missing)s manquant"),
    ),
    "declared_zone": Verb(_lazy("Quartier"), _lazy("a corrigé le quartier déclaré")),
}
VERBS |= {verb: Verb(*words) for verb, words in {**REVIEW_VERBS, **ELECTORATE_VERBS}.items()}
VERBS |= {verb: Verb(*words) for verb, words in (REVIEW_VERBS | PAPER_VERBS).items()}
VERBS |= {verb: Verb(*words) for verb, words in (SURVEY_VERBS | TEAM_VERBS).items()}
VERBS |= {verb: Verb(*words) for verb, words in (MERGE_VERBS | PAPER_VERBS).items()}
VERBS |= {verb: Verb(*words) for verb, words in (REVIEW_VERBS | PAPER_VERBS | SITE_VERBS).items()}
VERBS |= {verb: Verb(*words) for verb, words in SURVEY_VERBS.items()}
VERBS |= {verb: Verb(*words) for verb, words in {**SURVEY_VERBS, **TEXT_VERBS}.items()}
VERBS |= {verb: Verb(*words) for verb, words in JURY_VERBS.items()}
VERBS |= {verb: Verb(*words) for verb, words in (SURVEY_VERBS | FRAUD_VERBS).items()}
VERBS |= {verb: Verb(*words) for verb, words in VOTATION_VERBS.items()}
VERBS |= {verb: Verb(*words) for verb, words in (INQUIRY_VERBS | CALL_VERBS).items()}
CLOCK = _lazy("L’horloge")


def label_of(verb: str) -> str:
    """Name of a kind of act; one that nobody put in words keeps its code."""
    return str(VERBS[verb].label) if verb in VERBS else verb


def sentence_of(entry: Entry) -> str:
    """What was done, after the name of who did it."""
    if entry.verb not in VERBS:
        return f"{entry.verb}\u00a0: {entry.subject_label}"
    return str(VERBS[entry.verb].sentence) % _facts(entry)


def who_did(entry: Entry) -> str:
    """The name kept with the act, else that of the resident as they are now; nobody is the clock."""
    if entry.actor_name or entry.actor is None:
        return entry.actor_name or str(CLOCK)
    return entry.actor.full_name


def why_of(entry: Entry) -> str:
    """The reason given with the act, when there is one."""
    return str(
        entry.data.get("reason") or entry.data.get("why") or entry.data.get("sentence") or ""
    )


class _Facts(dict[str, Any]):
    """Data of the act; a fact that was not kept is an empty word, never an error."""

    def __missing__(self, key: str) -> str:
        return ""


def _facts(entry: Entry) -> _Facts:
    data = entry.data
    facts = _Facts(data)
    facts.update(subject=entry.subject_label)
    if "after" in data and data["after"] in Status.values:
        facts["status"] = Status(data["after"]).label
    if isinstance(data.get("changes"), dict):
        facts["names"] = ", ".join(_name_of(one) for one in data["changes"])
    if data.get("starts_at"):
        facts["moment"] = moment(datetime.fromisoformat(data["starts_at"]))
    if entry.verb == "rescheduled":
        facts["dates"] = f"{_dates(data['before'])} → {_dates(data['after'])}"
    if entry.verb == "assigned":
        facts["after"] = data.get("after") or _("aucun service")
        if data.get("due_on"):
            until = {"service": facts["after"], "day": day(date.fromisoformat(data["due_on"]))}
            facts["after"] = _("%(service)s, pour le %(day)s") % until
    return facts


def _name_of(field: str) -> str:
    """A corrected field in words; one that no longer exists keeps its own name."""
    return str(CORRECTABLE.get(field, field)).lower()


def _dates(pair: list[str]) -> str:
    return " – ".join(
        date_format(timezone.localtime(datetime.fromisoformat(one)), "d/m/Y H:i") if one else "…"
        for one in pair
    )
