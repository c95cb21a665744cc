"""Rules send ideas to services: the first that fits, tried before it is kept."""

from __future__ import annotations

from typing import Any

from django.test import Client

from preau.lots.models import Lot
from preau.lots.steps import advance
from preau.messaging.models import Email
from preau.proposals.desk.actions import assign_service
from preau.proposals.models import Proposal, Theme
from preau.services.actions import move_rule, save_rule
from preau.services.models import Rule
from preau.services.queries import Router, try_rules


def rule(cast: Any, service: str, **more: Any) -> Rule:
    facts = {"theme": None, "zone": None, "keywords": "", "consulted": [], **more}
    return save_rule(rule=Rule(), service=cast.service(service), actor=cast.odile, **facts)


def test_follow_the_first_rule_that_fits(world: Any, cast: Any) -> None:
    nature = Theme.objects.create(code="nature", name="Nature")
    rule(cast, "Voirie", keywords="pistes cyclables, vélo", consulted=[cast.service("Mobilités")])
    rule(cast, "Espaces verts", theme=nature)
    bikes = world.propose("Des abris à vélos", theme=nature)
    trees = world.propose("Un verger", theme=nature)
    other = world.propose("Un vélodrome")
    router = Router.load()
    found = router.route(bikes)
    assert found is not None
    assert (found.service.name, [one.name for one in found.consulted]) == ("Voirie", ["Mobilités"])
    assert router.route(trees).service.name == "Espaces verts"  # type: ignore[union-attr]  # it is found
    assert router.route(other) is None
    assert move_rule(rule=Rule.objects.first(), up=False, actor=cast.odile)  # type: ignore[arg-type]  # there are two
    assert Router.load().route(bikes).service.name == "Espaces verts"  # type: ignore[union-attr]  # it is found


def test_need_every_condition(world: Any, cast: Any) -> None:
    nature = Theme.objects.create(code="nature", name="Nature")
    rule(cast, "Voirie", theme=nature, zone=cast.zone(), keywords="arbre")
    right = world.propose("Des arbres", theme=nature)
    right.zone = cast.zone()
    wrong = world.propose("Des arbres aussi", theme=nature)
    router = Router.load()
    assert router.route(right) is not None
    assert router.route(wrong) is None


def test_try_without_changing(
    world: Any, cast: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    known = world.propose("Des arbres")
    known.service = cast.service("Espaces verts")
    known.save(update_fields=["service"])
    for number in range(5):
        world.propose(f"Un banc {number}")
    client.force_login(cast.odile)
    asked = {"keywords": "arbres", "service": cast.service("Voirie").pk, "do": "try"}
    with django_assert_max_num_queries(26):
        page = client.post("/bureau/services/repartition/0/", asked).content.decode()
    assert "Essai sur les idées déjà déposées" in page
    assert not Rule.objects.exists()
    client.post("/bureau/services/repartition/0/", asked | {"do": "save"})
    trial = try_rules(Router.load().rules)
    assert (trial.known, trial.alike, trial.unrouted) == (1, 0, 5)
    known.refresh_from_db()
    assert known.service == cast.service("Espaces verts")
    all_of_it = client.post(
        "/bureau/services/repartition/0/", {"service": asked["service"], "do": "save"}
    )
    assert "sinon tout irait à ce service" in all_of_it.content.decode()


def test_entrust_from_the_sheet(world: Any, cast: Any, client: Client) -> None:
    service = cast.service("Voirie")
    service.email = "voirie@example.org"
    service.save()
    rule(cast, "Voirie", keywords="banc")
    idea = world.propose("Un banc")
    client.force_login(cast.odile)
    sheet = f"/bureau/demarches/bp/propositions/{idea.number}/"
    assert "Confier à Voirie" in client.get(sheet).content.decode()
    client.post(f"{sheet}confier/")
    idea.refresh_from_db()
    assert idea.service == service
    assert Email.objects.filter(to="voirie@example.org", kind="assigned").count() == 1
    assert "Confier à Voirie" not in client.get(sheet).content.decode()


def test_apply_to_many(world: Any, cast: Any, client: Client) -> None:
    rule(cast, "Voirie", keywords="banc")
    numbers = [world.propose(f"Un banc {n}").number for n in range(3)]
    numbers.append(world.propose("Un verger").number)
    client.force_login(cast.odile)
    asked = {"act": "route", "pick": numbers, "stage": "preview"}
    lot = client.post("/bureau/demarches/bp/propositions/lot/", asked)["Location"]
    assert "Aucune règle ne dit" in client.get(lot).content.decode()
    assert not world.process.proposals.filter(service__isnull=False).exists()
    client.post(lot, {"when": "now"})
    while advance(Lot.objects.get()):
        pass
    assert world.process.proposals.filter(service__name="Voirie").count() == 3


def test_tell_who_assigns(world: Any, cast: Any, client: Client) -> None:
    """Many ideas without a service: one line of the inbox opens them, all, in the table."""
    for number in range(21):
        world.propose(f"Un banc {number}", cast.nadia)
    client.force_login(cast.odile)
    assert "idées sans service" not in client.get("/bureau/").content.decode()
    service = cast.service()
    page = client.get("/bureau/").content.decode()
    assert "21 idées sans service" in page
    path = "/bureau/demarches/bp/propositions/?statut=waiting&service=0"
    assert path.replace("&", "&amp;") in page
    assert "Les 21 idées du filtre" in client.get(path).content.decode()
    client.force_login(cast.irene)
    assert "idées sans service" not in client.get("/bureau/").content.decode()
    assert assign_service(
        proposal=Proposal.objects.get(number=1), service=service, actor=cast.odile
    )
    client.force_login(cast.odile)
    assert "idées sans service" not in client.get("/bureau/").content.decode()
