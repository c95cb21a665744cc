"""What the site holds about one person: gathered for them, corrected by them, erased for them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import EmailCode, User
from preau.calls.personal import forget_editor, gather_applications
from preau.electorate.models import Proof
from preau.electorate.queries import electors_of
from preau.electorate.shown import TABLE
from preau.inquiries.personal import forget_address, gather_observations
from preau.juries.personal import forget_seats, gather_seats
from preau.kernel import clock
from preau.kernel.refusal import Refusal, demand
from preau.ledger.actions import record
from preau.messaging.actions import write
from preau.messaging.models import Email
from preau.petitions.actions import forget_signatures
from preau.petitions.queries import gather_signatures
from preau.processes.requirements import requirement_kinds
from preau.proposals.drafts import delete_draft
from preau.proposals.models import Draft, Event, Proposal, Support, Version
from preau.reviews.models import Precision
from preau.reviews.precisions import forget_answers
from preau.surveys.models import Response
from preau.texts.personal import forget_opinions, gather_opinions
from preau.voting.keys import voter_key
from preau.voting.models import Election, RollEntry, VoteOrigin


def ballots_of(person: User) -> list[RollEntry]:
    """Where the roll holds ``person``, the latest first; never what they chose.

    The roll knows voters by a key of their own in each election: three statements for all.
    """
    entries = RollEntry.objects.filter(voter_key__in=_keys_of(person)).select_related(
        "contest__election__step__process"
    )
    return list(entries.order_by("-at"))


def _keys_of(person: User) -> list[str]:
    others = electors_of(person)
    return [
        voter_key(election.roll_key, others.get(election.step_id, person.public_id))
        for election in Election.objects.all()
    ]


def gather(person: User) -> dict[str, Any]:
    """Everything about ``person``, in plain JSON with French keys, for them to take away."""
    return {
        "compte": _account(person),
        "idees": [
            {
                "numero": one.number,
                "titre": one.title,
                "texte": one.text,
                "demarche": one.process.title,
                "statut": one.get_status_display(),
                "deposee_le": _iso(one.submitted_at),
            }
            for one in Proposal.objects.filter(author=person).select_related("process")
        ],
        "brouillons": [
            {"enregistre_le": _iso(one.saved_at), "contenu": one.data}
            for one in Draft.objects.filter(user=person, proposal=None)
        ],
        "soutiens": _supports(person),
        "precisions": _precisions(person),
        "emargements": [
            {
                "vote": one.contest.election.step.process.title,
                "bulletin": one.contest.title,
                "le": _iso(one.at),
            }
            for one in ballots_of(person)
        ],
        "reseaux_des_votes": _networks(person),
        "preuves": _proofs(person),
        "questionnaires": _responses(person),
        "consultations": gather_opinions(person),
        "petitions": gather_signatures(person),
        "enquetes_publiques": gather_observations(person),
        "appels_a_projets": gather_applications(person),
        "jurys": gather_seats(person),
        "messages": [
            {"le": _iso(one.created_at), "objet": one.subject, "texte": write(one).text}
            for one in Email.objects.filter(to=person.email)
        ],
    }


def _supports(person: User) -> list[dict[str, Any]]:
    """The ideas that the person follows, with the words they left."""
    return [
        {"idee": one.proposal.title, "mots": one.words, "depuis_le": _iso(one.at)}
        for one in Support.objects.filter(user=person).select_related("proposal")
    ]


def _proofs(person: User) -> list[dict[str, Any]]:
    """That something was proved, never what: only its keyed hash is held."""
    return [
        {
            "vote": one.step.process.title,
            "preuve": _proved(one.kind),
            "donnee_le": _iso(one.at),
        }
        for one in Proof.objects.filter(account=person).select_related("step__process")
    ]


def _proved(kind: str) -> str:
    if kind == TABLE:
        return _("Émargement dans un bureau de vote")
    return str(requirement_kinds.get(kind).label)


def _responses(person: User) -> list[dict[str, Any]]:
    """Those that bear the person's name; the others lead to nobody."""
    named = Response.objects.filter(person=person).select_related("survey__step__process")
    return [
        {
            "demarche": one.survey.step.process.title,
            "envoye_le": _iso(one.sent_at),
            "reponses": one.answers,
        }
        for one in named
    ]


def _precisions(person: User) -> list[dict[str, Any]]:
    """What the services asked about their ideas, and what they answered."""
    asked = Precision.objects.filter(proposal__author=person).select_related("proposal")
    return [
        {
            "idee": one.proposal.title,
            "question": one.question,
            "reponse": one.answer,
            "repondu_le": _iso(one.answered_at),
        }
        for one in asked
    ]


def _networks(person: User) -> list[dict[str, Any]]:
    """Of the votes that declared it, until their seal."""
    kept = VoteOrigin.objects.filter(voter_key__in=_keys_of(person))
    return [{"le": one.day.isoformat(), "reseau_hache": one.network} for one in kept]


def _account(person: User) -> dict[str, Any]:
    return {
        "adresse": person.email,
        "adresse_confirmee_le": _iso(person.email_verified_at),
        "nom_public": person.public_name,
        "prenom": person.first_name,
        "nom": person.last_name,
        "date_de_naissance": person.birth_date.isoformat() if person.birth_date else None,
        "quartier": person.zone.name if person.zone else None,
        "cree_le": _iso(person.created_at),
        "roles": [role.get_role_display() for role in person.roles],
    }


def _iso(at: Any) -> str | None:
    return at.isoformat() if at is not None else None


def may_forget(person: User) -> Refusal | None:
    """A resident may always go, except while a box that holds their ballot is still open.

    The roll must know them until then, or the same person could come back and vote again.
    """
    if person.is_agent:
        return Refusal(
            "agent_account",
            _("Votre compte porte un rôle dans la collectivité."),
            remedy=_("Demandez à l’administration du site de retirer d’abord ce rôle."),
        )
    at = clock.now()
    still_open = [one for one in ballots_of(person) if one.contest.is_open_at(at)]
    if still_open:
        return Refusal(
            "ballot_in_open_box",
            _("Votre bulletin est dans une urne encore ouverte."),
            rule=_("Une personne ne vote qu’une fois : l’émargement est gardé jusqu’à la clôture."),
            remedy=_("Revenez après la clôture du vote pour effacer votre compte."),
        )
    return None


@transaction.atomic
def forget(*, person: User) -> None:
    """Close the account and remove what names ``person``; what is public stays, unsigned.

    Ideas, counted ballots and the roll stay: the first without a name, the others never had one.
    """
    demand(may_forget(person))
    unsigned = str(_("Une personne"))
    ideas = Proposal.objects.filter(author=person)
    for idea in ideas.exclude(author_kind=Proposal.AuthorKind.GROUP):
        Event.objects.filter(proposal=idea, actor_label=idea.author_name).update(
            actor_label=unsigned
        )
        Version.objects.filter(proposal=idea, by_label=idea.author_name).update(by_label=unsigned)
    ideas.exclude(author_kind=Proposal.AuthorKind.GROUP).update(author_name=unsigned)
    ideas.update(guardian="")
    forget_answers(person=person)
    for draft in Draft.objects.filter(user=person, proposal=None):
        delete_draft(draft=draft)
    Draft.objects.filter(user=person).delete()
    Support.objects.filter(user=person).delete()
    Response.objects.filter(person=person).update(person=None)
    forget_opinions(person=person, unsigned=unsigned)
    forget_signatures(person=person)
    forget_address(person=person)
    forget_editor(person=person)
    forget_seats(person=person)
    Proof.objects.filter(account=person).delete()
    Email.objects.filter(to=person.email).delete()
    EmailCode.objects.filter(email=person.email).delete()
    _empty(person)
    record(actor=None, verb="erased_account", subject=person)


def _empty(person: User) -> None:
    person.email = f"{person.public_id}@efface.invalid"
    person.email_verified_at = person.birth_date = person.zone = None
    person.public_name = person.first_name = person.last_name = person.demo_persona = ""
    person.is_active = False
    person.save()
