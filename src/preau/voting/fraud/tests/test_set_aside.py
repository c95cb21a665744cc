"""Two people set ballots aside, with a reason, until the seal; the count leaves them out."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.ledger.models import Entry
from preau.messaging.models import Email
from preau.processes.desk import tasks_for
from preau.voting.actions import cast_ballot, close_contest
from preau.voting.fraud.actions import (
    confirm_aside,
    look_at_effect,
    propose_aside,
    restore_aside,
    withdraw_aside,
)
from preau.voting.fraud.note import aside_lines, note_of
from preau.voting.models import AsideVoice, Ballot, ReceiptLine, Seal, SetAside
from preau.voting.queries import current_count


def _refused(rule: str, sql: str, *values: Any) -> None:
    with (
        pytest.raises(IntegrityError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    assert refused.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


def _count(fraud: Any) -> Any:
    fraud.vote.end()
    for contest in (fraud.vote.gare, fraud.vote.centre, fraud.vote.town):
        assert not isinstance(close_contest(contest=contest), Refusal)
    return current_count(fraud.vote.gare)


def test_ask_a_second_person(fraud: Any) -> None:
    case = fraud.propose(looked_at=False)
    odile = fraud.vote.cast.odile
    alone = confirm_aside(case=case, words="Oui.", actor=odile)
    assert isinstance(alone, Refusal)
    assert alone.code == "second_person"
    blind = confirm_aside(case=case, words="Oui.", actor=fraud.second)
    assert isinstance(blind, Refusal)
    assert blind.code == "effect_first"
    irene = confirm_aside(case=case, words="Oui.", actor=fraud.vote.cast.irene)
    assert isinstance(irene, Refusal)
    assert irene.code == "not_the_owner"
    assert not Ballot.objects.filter(is_aside=True).exists()
    assert [one.asked_by for one in tasks_for(fraud.second, clock.now())] == [odile.full_name]
    assert not any(one.asked_by for one in tasks_for(odile, clock.now()))


def test_leave_out_of_the_count(fraud: Any, django_assert_max_num_queries: Any) -> None:
    case = fraud.propose()
    (effect,) = case.effect
    assert effect == {"title": "Gare", "ballots": 6, "of": 11, "changes": True, "asks": False}
    confirmed = confirm_aside(case=case, words="Vérifié avec l’école.", actor=fraud.second)
    assert isinstance(confirmed, SetAside)
    assert (confirmed.state, confirmed.ballots) == ("confirmed", 6)
    told = Email.objects.filter(kind="ballot_aside")
    assert told.count() == 6
    assert "Six adresses créées en une minute." in told.first().text
    counted = _count(fraud)
    assert counted.winners[0] == 3
    assert counted.with_aside == {"ballots": 6, "changes": True}
    seal = Seal.objects.get(contest=fraud.vote.gare)
    assert (seal.ballots, seal.set_aside, seal.voters) == (5, 6, 11)
    states = ReceiptLine.objects.filter(code__in=[one.code for one in fraud.receipts])
    assert set(states.values_list("state", flat=True)) == {"aside"}
    assert not AsideVoice.objects.exists(), "no file names a voter after the seal"
    with django_assert_max_num_queries(4):
        lines = dict(map(tuple, aside_lines(fraud.vote.gare)))
    assert lines["Bulletins mis à l’écart, hors du compte"] == "6"
    assert lines["Avec ces bulletins"] == "la liste des lauréats serait différente"
    fraud.vote.gare.question = "Faut-il fermer la rue\u00a0?"
    assert dict(aside_lines(fraud.vote.gare))["Avec ces bulletins"] == "l’issue serait différente"
    entry = Entry.objects.get(verb="confirmed_aside")
    assert (entry.data["ballots"], entry.actor) == (6, fraud.second)
    late = restore_aside(case=confirmed, words="Trop tard.", actor=fraud.second)
    assert isinstance(late, Refusal)
    assert late.code == "nothing_open"


def test_stay_aside_when_changed(fraud: Any) -> None:
    """A ballot that replaces one set aside is set aside; the voter reads it."""
    case = fraud.propose()
    confirm_aside(case=case, words="Vérifié.", actor=fraud.second)
    from preau.accounts.models import User

    pupil = User.objects.get(email="eleve3@ecole.example")
    cast_ballot(contest=fraud.vote.gare, voter=pupil, choices=[])
    assert Ballot.objects.filter(is_aside=True).count() == 6
    client = Client()
    client.force_login(pupil)
    page = client.get(fraud.vote.gare.url("receipt")).content.decode()
    assert "mis votre bulletin à l’écart" in page
    receipt = Ballot.objects.filter(is_aside=True).first().receipt
    assert "Mis à l’écart" in client.get("/verifier-un-recu/", {"recu": receipt}).content.decode()


def test_put_back_until_the_seal(fraud: Any) -> None:
    case = fraud.propose()
    confirm_aside(case=case, words="Vérifié.", actor=fraud.second)
    back = restore_aside(case=case, words="C’est une classe.", actor=fraud.vote.cast.odile)
    assert isinstance(back, SetAside)
    assert back.state == "restored"
    assert Email.objects.filter(kind="ballot_back").count() == 6
    assert not AsideVoice.objects.exists()
    again = fraud.propose()  # the same voices may be looked at again
    withdrawn = withdraw_aside(case=again, words="Une classe.", actor=fraud.vote.cast.odile)
    assert isinstance(withdrawn, SetAside)
    assert withdrawn.state == "withdrawn"
    twice = withdraw_aside(case=again, words="Encore.", actor=fraud.second)
    assert isinstance(twice, Refusal)
    assert twice.code == "decided_already"
    counted = _count(fraud)
    assert counted.with_aside is None
    assert Seal.objects.get(contest=fraud.vote.gare).ballots == 11
    note = note_of(fraud.vote.election)
    assert note is not None
    assert (note.files, note.voices, note.ballots, note.left, note.restored) == (2, 12, 0, 1, 1)


def test_say_nothing_of_few(fraud: Any) -> None:
    clue = fraud.clue
    few = propose_aside(
        election=fraud.vote.election,
        clue=clue,
        keys=sorted(clue.keys)[:4],
        reason="Quatre.",
        actor=fraud.second,
    )
    assert isinstance(few, SetAside)
    assert look_at_effect(case=few, actor=fraud.second) is None
    few.refresh_from_db()
    assert few.effect == [{"title": "Gare", "ballots": 4, "of": 11, "changes": None, "asks": False}]
    clash = propose_aside(
        election=fraud.vote.election, clue=clue, keys=clue.keys, reason="Six.", actor=fraud.second
    )
    assert isinstance(clash, Refusal)
    assert clash.code == "in_another_file"
    counted = _count(fraud)
    few.refresh_from_db()
    assert few.state == "lapsed", "what nobody confirmed before the seal changes nothing"
    assert counted.with_aside is None


def test_refuse_in_the_database(fraud: Any) -> None:
    """Under the application's role: no ballot leaves the count but by two people."""
    case = fraud.propose()
    _refused("ballot_by_its_door", "UPDATE voting_ballot SET is_aside = true, receipt = id::text")
    _refused("aside_by_its_door", "UPDATE voting_setaside SET state = 'confirmed', ballots = 6")
    _refused("aside_by_its_door", "UPDATE voting_setaside SET reason = 'Autre'")
    _refused("record_is_kept", "DELETE FROM voting_setaside")
    _refused("aside_by_its_door", "DELETE FROM voting_asidevoice")
    move = "SELECT voting_move_aside(%s, %s, %s, '', %s)"
    odile, second = fraud.vote.cast.odile.pk, fraud.second.pk
    _refused("aside_by_two", move, case.pk, odile, ["x"], False)
    _refused("aside_once", move, case.pk, second, ["x"], True)
    everyone = list(Ballot.objects.values_list("box_key", flat=True)) * 2
    confirm_aside(case=case, words="Vérifié.", actor=fraud.second)
    _refused("aside_once", move, case.pk, second, everyone, False)
    _count(fraud)
    _refused("aside_until_the_seal", move, case.pk, second, everyone, True)


def test_leave_secret_boxes_alone(draft_vote: Any) -> None:
    from preau.voting.fraud.policies import may_set_aside

    draft_vote.election.contests.update(is_secret=True)
    refusal = may_set_aside(draft_vote.cast.odile, draft_vote.election)
    assert refusal is not None
    assert refusal.code == "secret_contest"
    client = Client()
    client.force_login(draft_vote.cast.odile)
    page = client.get(f"/bureau/demarches/{draft_vote.process.slug}/indices/").content.decode()
    assert "Aucun bulletin ne peut y être mis à l’écart" in page


def test_work_from_the_desk(fraud: Any) -> None:
    """From the clue to the count, by the pages: nothing typed is lost on an error."""
    here = f"/bureau/demarches/{fraud.vote.process.slug}/"
    one, two = Client(), Client()
    one.force_login(fraud.vote.cast.odile)
    two.force_login(fraud.second)
    found = one.post(f"{here}indices/").content.decode()
    clue = fraud.clue
    assert f"{here}indices/{clue.mark}/" in found
    page = one.post(f"{here}indices/{clue.mark}/").content.decode()
    assert page.count('name="voices"') == 6
    assert "eleve3@" not in page, "addresses are masked"
    wrong = one.post(f"{here}indices/{clue.mark}/", {"do": "propose", "reason": "Classe de CM2"})
    assert "Classe de CM2" in wrong.content.decode()
    assert "Choisissez au moins une voix" in wrong.content.decode()
    voices = [key[:20] for key in clue.keys]
    data = {"do": "propose", "voices": voices, "reason": "Classe de CM2"}
    made = one.post(f"{here}indices/{clue.mark}/", data)
    assert made["Location"] == f"{here}ecarts/1/"
    mine = one.get(f"{here}ecarts/1/").content.decode()
    assert "une autre personne le confirme" in mine
    two.post(f"{here}ecarts/1/", {"do": "effect"})
    theirs = two.get(f"{here}ecarts/1/").content.decode()
    assert "la liste des lauréats de ce moment changerait" in theirs
    assert "Confirmer la mise à l’écart" in theirs
    assert two.post(f"{here}ecarts/1/", {"do": "confirm", "words": ""}).status_code == 200
    two.post(f"{here}ecarts/1/", {"do": "confirm", "words": "Vu."})
    assert Ballot.objects.filter(is_aside=True).count() == 6
    one.post(f"{here}ecarts/1/", {"do": "restore", "words": "Erreur."})
    assert not Ballot.objects.filter(is_aside=True).exists()
