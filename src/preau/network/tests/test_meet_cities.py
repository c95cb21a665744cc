"""Cities meet: under their name, by what they choose, and nothing of anybody travels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from preau.accounts.models import Membership, User
from preau.blueprints.participatory_budget import BLUEPRINT
from preau.blueprints.registry import NewProcess
from preau.network.actions import register, save_member
from preau.network.models import Indicator, Member, Post, Registration, SharedModel, Taking
from preau.network.queries import benchmark
from preau.network.sharing import shareable
from preau.processes.models import Process
from preau.processes.outline import outline_of
from preau.reviews.models import Criterion
from preau.tenancy.models import Domain, Site
from preau.tenancy.scope import use_site

HERE = "/bureau/reseau/"
SHEET = {"population": "30000", "contact_name": "Ana Roy", "contact_email": "ana@example.org"}
Town = Callable[..., tuple[Any, Any, Client]]


@pytest.fixture
def town(site: Any, noon: datetime) -> Town:
    """Another city, its administrator, and their window."""

    def make(name: str, *, joined: bool = True) -> tuple[Any, Any, Client]:
        host = f"{name.lower()}.test"
        city = Site.objects.create(slug=name.lower(), name=name)
        Domain.objects.create(site=city, host=host, is_canonical=True)
        with use_site(city):
            person = User.objects.create(email=f"chef@{host}", first_name="Chef", last_name=name)
            Membership.objects.create(user=person, role="administrator")
            window = Client(headers={"host": host})
            window.force_login(person)
            if joined:
                window.post(f"{HERE}fiche/", SHEET | {"name": name})
        return city, person, window

    return make


def test_enter_by_the_administration(town: Town) -> None:
    city, _chef, window = town("Alba", joined=False)
    assert "Faire entrer la collectivité" in window.get(HERE).content.decode()
    for path in ("publications/question/", "modeles/", "reperes/"):
        assert window.get(f"{HERE}{path}").headers["Location"] == HERE
    assert window.post(f"{HERE}fiche/", {"name": "Alba"}).status_code == 422
    assert (
        "Vos démarches publiées se montreront ici" in window.get(f"{HERE}fiche/").content.decode()
    )
    with use_site(city):
        agent = User.objects.create(email="agent@alba.test")
        Membership.objects.create(user=agent, role="reader")
        window.force_login(agent)
    assert window.post(f"{HERE}fiche/", SHEET | {"name": "Alba"}).status_code == 403


def test_ask_answer_meet(town: Town) -> None:
    _alba, _one, alba = town("Alba")
    brest, chef, brest_window = town("Brest")
    question = {"title": "Comment compter les voix ?", "words": "Nous hésitons."}
    page = alba.post(f"{HERE}publications/question/", question).headers["Location"]
    said = brest_window.get(f"{HERE}publications/question/").content.decode()
    assert "Comment compter les voix ?" in said
    assert "Chef Alba" in said
    brest_window.post(page, {"do": "answer", "words": "Par points."})
    assert "Par points." in alba.get(page).content.decode()
    meeting = {"title": "Visio", "words": "Le dépouillement", "starts_at": "2027-04-02T10:00"}
    hours = meeting | {"ends_at": "2027-04-02T09:00"}
    assert alba.post(f"{HERE}publications/meeting/", hours).status_code == 422
    hours["ends_at"] = "2027-04-02T11:00"
    page = alba.post(f"{HERE}publications/meeting/", hours).headers["Location"]
    brest_window.post(page, {"do": "register"})
    assert chef.email in alba.get(page).content.decode()
    _third, _person, caen = town("Caen")
    assert chef.email not in caen.get(page).content.decode()
    diary = caen.get(f"{HERE}rencontres/{page.split('/')[-2]}.ics").content.decode()
    assert "DTSTART:20270402T080000Z" in diary
    with use_site(brest):
        assert not register(post=Post.objects.get(title="Visio"), actor=chef)
        assert Registration.objects.count() == 1


def test_write_own_rows_only(town: Town) -> None:
    """The database holds it, whatever the code would do."""
    alba, _one, window = town("Alba")
    brest, *_rest = town("Brest")
    away, *_more = town("Dax", joined=False)
    window.post(f"{HERE}publications/question/", {"title": "Une ?", "words": "Oui."})
    with use_site(brest):
        assert Post.objects.update(title="Autre") == 0
        assert Member.objects.filter(name="Alba").update(name="X") == 0
        member = Member.objects.get(name="Alba")
        with pytest.raises(DatabaseError), transaction.atomic():
            Post.objects.create(member=member, site=alba, kind="question", words="Faux")
    with use_site(away):
        assert Post.objects.count() == Member.objects.count() == 0
    with use_site(alba):
        assert Post.objects.get().title == "Une ?"


def test_share_a_model_without_anybody(town: Town) -> None:
    alba, chef, window = town("Alba")
    brest, taker, brest_window = town("Brest")
    process = _budget(alba, chef)
    share = f"/bureau/demarches/{process.slug}/partager/"
    page = window.get(share).content.decode()
    assert "voisin@example.org" in page
    assert "Est-elle possible techniquement" in page
    words = {"title": "Budget simple", "note": "Pour commencer."}
    made = window.post(share, words).headers["Location"]
    window.post(share, words | {"news": "Un article de plus."})
    with use_site(brest):
        models = list(SharedModel.objects.order_by("version"))
        held = str([one.outline for one in models])
    assert [one.version for one in models] == [1, 2]
    assert all(word not in held for word in ("voisin@", "06 12 34", chef.email, "Chef"))
    assert "Budget simple" in brest_window.get(f"{HERE}modeles/").content.decode()
    assert "Un article de plus." in brest_window.get(made).content.decode()
    seen = brest_window.get(f"{made}apercu/").content.decode()
    assert "Brest" in seen
    assert "Budget simple" in seen
    new = "/bureau/demarches/nouvelle/"
    assert "Budget simple" in brest_window.get(new).content.decode()
    brest_window.post(new, {"source": f"reseau:{models[1].pk}"})
    theirs = brest_window.get(f"{new}titre/")
    assert theirs.context["form"]["summary"].value() == ""
    assert "Celle du modèle" in theirs.content.decode()
    brest_window.post(f"{new}titre/", {"title": "Notre budget", "summary": "Une promesse."})
    form = brest_window.get(f"{new}dates/").context["form"]
    days = {name: one.initial.isoformat() for name, one in form.fields.items() if one.initial}
    brest_window.post(f"{new}dates/", {"do": "next", **days})
    assert brest_window.post(f"{new}relecture/").status_code == 302
    with use_site(brest):
        copy = Process.objects.get()
        assert (copy.title, copy.contact_email) == ("Notre budget", taker.email)
        assert Criterion.objects.count() == 5
    with use_site(alba):
        assert Taking.objects.get().city == "Brest"
    here = f"/bureau/demarches/{copy.slug}/publier/"
    assert "Abandonner ce brouillon" in brest_window.get(here).content.decode()
    reread = "Le règlement du modèle est relu, et parle de votre collectivité"
    checks = {str(one.label): one.tone for one in brest_window.get(here).context["tasks"]}
    assert checks[reread] == "todo"
    with use_site(brest):
        Process.objects.update(rulebook={"articles": [{"title": "1", "text": "À Brest."}]})
    checks = {str(one.label): one.tone for one in brest_window.get(here).context["tasks"]}
    assert checks[reread] == "done"
    dropped = brest_window.post(here, {"do": "drop"}, follow=True).content.decode()
    assert "Rien n’en reste" in dropped
    with use_site(brest):
        assert not Process.objects.exists()
        assert not Criterion.objects.exists()
    with use_site(alba):
        assert not Taking.objects.exists()


def _budget(city: Any, chef: Any) -> Process:
    start = BLUEPRINT.start
    assert start is not None
    with use_site(city):
        day = datetime.fromisoformat("2027-05-03T09:00:00+02:00")
        spans = tuple((day, day.replace(month=6) if one.days else None) for one in start.stages)
        answers = {"town": 100_000, "most_cost": None, "least_age": 11, "max_choices": 3}
        new = NewProcess(
            "Budget", "budget", "Dites-le au 06 12 34 56 78 ou à voisin@example.org.", chef,
            spans, answers | {"ballot_format": "ranked"},
        )  # fmt: skip
        return start.create(new)


def test_keep_what_is_personal_home(site: Any, cast: Any, noon: datetime) -> None:
    process = _budget(site, cast.odile)
    clean, taken = shareable(outline_of(process))
    assert taken == ["06 12 34 56 78", "voisin@example.org"]
    assert clean["parts"]["budgeting"]["envelopes"] == []
    assert "electorate" not in clean["parts"]


def test_compare_five_cities_at_least(town: Town) -> None:
    towns = [town(f"Ville{n}") for n in range(5)]
    for number, (city, chef, _window) in enumerate(towns):
        with use_site(city):
            words = SHEET | {"name": city.name, "population": 30_000, "presentation": ""}
            member = save_member(actor=chef, processes=[], compares=number < 4, **words)
            Indicator.objects.filter(key="ideas").update(value=float(number))
            assert benchmark(member) == []
    city, chef, window = towns[4]
    with use_site(city):
        member = save_member(actor=chef, processes=[], compares=True, **words)
        marks = {one.key: one for one in benchmark(member)}
        assert (marks["ideas"].cities, marks["ideas"].middle) == (5, 1.0)
        assert set(Indicator.objects.values_list("site", flat=True)) == {city.pk}
    assert window.get(f"{HERE}reperes/").status_code == 200


def test_leave_with_all_that_was_said(town: Town) -> None:
    _alba, _one, window = town("Alba")
    brest, _chef, brest_window = town("Brest")
    page = window.post(
        f"{HERE}publications/experience/", {"title": "Le tirage", "words": "Long récit."}
    ).headers["Location"]
    brest_window.post(page, {"do": "answer", "words": "Merci."})
    brest_window.post(page, {"do": "report", "reason": "Un nom y figure."})
    assert brest_window.post(page, {"do": "withdraw"}).status_code == 403
    window.post(f"{HERE}fiche/", {"do": "leave"})
    assert brest_window.get(page).status_code == 404
    assert "Alba" not in brest_window.get(HERE).content.decode()
    with use_site(brest):
        assert not Post.objects.filter(words__contains="récit").exists()
    window.post(f"{HERE}fiche/", SHEET | {"name": "Alba"})
    assert "Alba" in brest_window.get(HERE).content.decode()
