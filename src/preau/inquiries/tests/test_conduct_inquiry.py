"""The desk: separate rights, the study of the register, acts that move dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from preau.accounts.models import Membership
from preau.inquiries.models import Act, Inquiry, Mask, Observation, Party, Point, Theme
from preau.inquiries.people import replace_party
from preau.inquiries.procedure import Told, delays, prolong, record_act, resume, suspend
from preau.kernel import clock
from preau.kernel.refusal import Refused

from .world import CLOSES, DURING, OPENS, commissioner, person, project_owner, say

HERE = "/bureau/demarches/plu/enquete/enquete/"
LETTER = (
    "Je m’oppose au projet de parking de la rue des Tanneurs, qui détruit vingt arbres"
    " et aggrave la circulation devant l’école. {}"
)


@pytest.fixture
def faure(inquiry: Inquiry, client: Any) -> Any:
    """The commissioner's browser, during the inquiry."""
    client.force_login(commissioner())
    with clock.stopped(DURING):
        yield client


@pytest.mark.parametrize(
    "page", ["", "registre/", "themes/", "dossier/", "actes/", "permanences/", "acteurs/"]
)
def test_open_each_page(inquiry: Inquiry, faure: Any, page: str) -> None:
    say(inquiry, "Une.")
    assert faure.get(HERE + page).status_code == 200


def test_study_observation(inquiry: Inquiry, faure: Any) -> None:
    one = say(inquiry, "Appelez Monsieur Durand au 06 12 34 56 78. Le talus glisse.")
    faure.post(HERE + "themes/", {"title": "Risques"})
    theme = Theme.objects.get()
    sheet = faure.get(HERE + "registre/1/").content.decode()
    assert "Masquer «\xa006 12 34 56 78\xa0»" in sheet
    mask = {"do": "mask", "passage": "06 12 34 56 78", "reason": "private"}
    assert faure.post(HERE + "registre/1/", mask).status_code == 302
    point = {"do": "point", "text": "Le talus glisse", "theme": theme.pk, "note": "À voir."}
    faure.post(HERE + "registre/1/", point)
    assert Point.objects.get().theme == theme
    assert faure.post(HERE + "registre/1/", {"do": "point", "text": ""}).status_code == 422
    one.refresh_from_db()
    assert "06 12" not in one.public_text
    assert "06 12 34 56 78" in faure.get(HERE + "registre/1/").content.decode()


def test_separate_rights(inquiry: Inquiry, client: Any, cast: Any) -> None:
    """The authority and the project owner see the sheet; neither masks, cuts nor publishes."""
    say(inquiry, "Une.")
    Membership.objects.create(user=cast.odile, role="administrator")
    for who in (cast.odile, project_owner()):
        client.force_login(who)
        with clock.stopped(DURING):
            assert client.get(HERE + "registre/1/").status_code == 200
            for do in ("mask", "point", "publish"):
                answer = client.post(HERE + "registre/1/", {"do": do, "text": "x"})
                assert answer.status_code == 403
                assert "en toute indépendance" in answer.content.decode()
    client.force_login(commissioner())
    with clock.stopped(DURING):
        assert client.post(HERE + "acteurs/", {"name": "x"}).status_code == 403
        assert client.post(HERE + "dossier/", {"title": "x"}).status_code == 403
    client.force_login(cast.irene)
    Membership.objects.filter(user=cast.irene).update(process_id=999)
    assert client.get(HERE).status_code == 404


def test_group_form_letters(inquiry: Inquiry, faure: Any) -> None:
    for number in range(30):
        say(inquiry, LETTER.format(f"Signé par la famille {number}."))
    say(inquiry, "Un tout autre texte, qui parle des horaires de la piscine et de son parking.")
    assert len(set(Observation.objects.values_list("likeness", flat=True))) == 2
    faure.post(HERE + "registre/3/", {"do": "point_all", "text": "Refus du parking"})
    assert Point.objects.count() == 30


def test_enter_paper(inquiry: Inquiry, faure: Any) -> None:
    sheet = {
        "channel": "paper",
        "day": "2027-05-10",
        "place": "Registre de la mairie",
        "page": "4",
        "text": "Trop haut.",
        "author_kind": "named",
        "author_name": "Mme Petit",
    }
    assert faure.post(HERE + "registre/saisir/", {**sheet, "text": ""}).status_code == 422
    early = faure.post(HERE + "registre/saisir/", {**sheet, "day": "2027-05-01"})
    assert "pas encore ouvert" in early.content.decode()
    assert faure.post(HERE + "registre/saisir/", sheet).status_code == 302
    one = Observation.objects.get()
    assert (one.channel, one.page, one.entered_by) == ("paper", "4", commissioner())


def test_enter_once_what_is_sent_twice(inquiry: Inquiry, faure: Any) -> None:
    """The answer was lost on the way back: the device sends again, the register takes it once."""
    here, apart = HERE + "registre/saisir/", {"X-Requested-With": "apart"}
    said = {
        "channel": "oral",
        "day": "2027-05-10",
        "text": "Mon puits est à sec.",
        "author_kind": "anonymous",
        "key": "3f" * 16,
    }
    first, again = (faure.post(here, said, headers=apart).json() for _time in range(2))
    assert first == again
    other = faure.post(here, {**said, "key": "4f" * 16}, headers=apart).json()
    assert other["said"] != first["said"]
    refused = faure.post(here, {**said, "key": "5f" * 16, "text": ""}, headers=apart).json()
    assert refused == {"to": "", "fault": "Écrivez l’observation."}
    assert Observation.objects.count() == 2


def test_prolong_within_the_article(inquiry: Inquiry, deliver_mail: Any) -> None:
    """Article R. 123-6: fifteen days at most, decided eight days before the end at the latest."""
    most = CLOSES + timedelta(days=15)
    for at, end, code in (
        (CLOSES - timedelta(days=7), most, "told_too_late"),
        (DURING, most + timedelta(days=1), "too_long"),
        (OPENS - timedelta(days=1), most, "not_open"),
    ):
        with clock.stopped(at), pytest.raises(Refused) as caught:
            prolong(inquiry=inquiry, closes_at=end, reason="Pont", actor=commissioner())
        assert caught.value.refusal.code == code
        assert "R. 123-6" in caught.value.refusal.rule
    with clock.stopped(CLOSES - timedelta(days=8)):
        prolong(inquiry=inquiry, closes_at=most, reason="Dossier ajouté", actor=commissioner())
        assert {mail.to[0] for mail in deliver_mail()} >= {"greffe@tribunal.example"}
        with pytest.raises(Refused) as caught:
            prolong(inquiry=inquiry, closes_at=most, reason="Encore", actor=commissioner())
    assert caught.value.refusal.code == "twice"
    assert say(inquiry, "Après la première date.", CLOSES + timedelta(days=3)).is_late is False


def test_suspend_and_resume(inquiry: Inquiry, cast: Any) -> None:
    """Articles L. 123-14 and R. 123-22: once, six months at most, then thirty days."""
    from preau.inquiries.deposits import Written, deposit

    with clock.stopped(DURING):
        with pytest.raises(Refused) as caught:
            suspend(inquiry=inquiry, until=date(2027, 11, 13), reason="x", actor=cast.odile)
        assert caught.value.refusal.code == "too_long"
        suspend(inquiry=inquiry, until=date(2027, 9, 1), reason="Étude", actor=cast.odile)
        refused = deposit(inquiry=inquiry, written=Written("Pendant."))
        assert refused.code == "suspended"
    again = datetime(2027, 8, 2, 8, 0, tzinfo=DURING.tzinfo)
    with clock.stopped(again):
        resume(inquiry=inquiry, reason="Étude jointe", actor=cast.odile)
    assert inquiry.step.closes_at.date() == date(2027, 9, 1)
    assert say(inquiry, "Après.", again + timedelta(days=2)).number == 1


def test_follow_delays(inquiry: Inquiry, cast: Any) -> None:
    with clock.stopped(OPENS - timedelta(days=12)), pytest.raises(Refused) as caught:
        record_act(
            inquiry=inquiry,
            told=Told("notice", date(2027, 4, 20), "Avis"),
            actor=cast.odile,
        )
    assert caught.value.refusal.rule == "R. 123-11 C. env."
    with clock.stopped(OPENS - timedelta(days=17)):
        record_act(
            inquiry=inquiry, told=Told("notice", date(2027, 4, 16), "Avis"), actor=cast.odile
        )
    after = CLOSES + timedelta(days=9)
    with clock.stopped(after):
        record_act(
            inquiry=inquiry,
            told=Told("minutes", date(2027, 6, 13), "Procès-verbal"),
            actor=commissioner(),
        )
    found = {one.term.code: one for one in delays(inquiry)}
    assert found["notice"].last_day == date(2027, 4, 18)
    assert found["notice"].done_on
    assert found["recall"].last_day == date(2027, 5, 10)
    assert found["minutes"].last_day == date(2027, 6, 12)
    assert found["minutes"].is_late_on(date(2027, 6, 13))
    assert found["reply"].last_day == date(2027, 6, 28)
    assert found["report"].last_day == date(2027, 7, 4)
    assert Act.objects.get(kind="minutes").published_at is None


def test_replace_commissioner(inquiry: Inquiry, cast: Any) -> None:
    one, newcomer = say(inquiry, "Monsieur X ment."), person("Roger", "Suppléant")
    party = Party.objects.get(inquiry=inquiry, capacity="commissioner")
    with clock.stopped(DURING):
        replace_party(party=party, name="Roger", user=newcomer, reason="Maladie", actor=cast.odile)
        from preau.inquiries.commission import mask_span

        for who, allowed in ((commissioner(), False), (newcomer, True)):
            fresh = Observation.objects.select_related("inquiry__step").get(pk=one.pk)
            try:
                mask_span(observation=fresh, start=0, end=10, reason="insult", actor=who)
            except Refused:
                assert not allowed
            else:
                assert allowed
    assert not Membership.objects.filter(user=commissioner()).exists()


def test_start_from_the_wizard(site: Any, cast: Any, client: Any) -> None:
    client.force_login(cast.odile)
    answers = "project=plan&stage=ready&assessment=no&several=no&wants=yes"
    page = client.get(f"/bureau/enquetes/nouvelle/?{answers}").content.decode()
    assert "Enquête publique environnementale" in page
    assert "L. 123-1" in page
    form = {
        "title": "Le plan",
        "purpose": "Révision du plan.",
        "authority": "Le maire",
        "project_owner": "La commune",
        "seat": "Mairie",
        "order_on": "2031-04-25",
        "notice_on": "2031-04-20",
        "opens": "2031-05-05",
        "opens_hour": "09:00",
        "closes": "2031-05-18",
        "closes_hour": "17:00",
        "email": "plu@example.org",
        "review": "after",
        "has_web_register": "on",
    }
    url = f"/bureau/enquetes/nouvelle/environnementale/?{answers}"
    short = client.post(url, form).content.decode()
    short = short.replace("\xa0", " ")
    assert "L. 123-9 C. env." in short
    assert "à partir du lundi 19 mai" in short
    late = client.post(url, {**form, "closes": "2031-05-19"}).content.decode()
    assert "R. 123-9 C. env." in late
    assert "Révision du plan." in late
    good = {**form, "closes": "2031-05-19", "order_on": "2031-04-10"}
    made = client.post(url, good)
    assert made.status_code == 302, made.content.decode()
    assert client.get(made.headers["Location"]).status_code == 200
    inquiry = Inquiry.objects.get()
    assert (inquiry.profile.code, inquiry.pieces.count()) == ("environnementale", 7)
    refused = client.post(f"/bureau/demarches/{inquiry.step.process.slug}/publier/")
    assert refused.status_code == 403
    assert "Les pièces obligatoires" in refused.content.decode()


def test_keep_passage_that_is_not_there(inquiry: Inquiry, client: Any) -> None:
    """A passage copied wrong comes back as typed, with its reason, and nothing is masked."""
    say(inquiry, "Mon voisin triche.")
    client.force_login(commissioner())
    typed = {"do": "mask", "passage": "Mon voisin trich", "reason": "defamation"}
    with clock.stopped(DURING):
        wrong = client.post(HERE + "registre/1/", typed | {"passage": "Mon voizin"})
        page = wrong.content.decode()
        assert wrong.status_code == 422
        assert "Mon voizin</textarea>" in page
        assert '<option value="defamation" selected>' in page
        assert not Mask.objects.exists()
        done = client.post(HERE + "registre/1/", typed, follow=True).content.decode()
    assert "L’original reste scellé" in done
    assert Mask.objects.count() == 1
