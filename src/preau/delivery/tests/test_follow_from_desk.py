"""The sheet of a realisation: who may, each act, each wrong entry, and two people at once."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from preau.accounts.models import Membership, Service
from preau.delivery.actions import plan_milestone, start_delivery
from preau.delivery.models import Delivery, Milestone, News
from preau.kernel import clock
from preau.ledger.models import Entry
from preau.processes.models import Process, Step
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.models import Status

TABLE = "/bureau/demarches/bp/realisations/"


@pytest.fixture
def delivery(site: Any, cast: Any) -> Delivery:
    at = clock.now()
    process = Process.objects.create(
        title="Budget participatif", slug="bp", blueprint="participatory_budget", state="published"
    )
    steps = [
        Step.objects.create(
            process=process, order=order, kind=kind, title=kind, slug=kind, opens_at=at
        )
        for order, kind in enumerate(["collection", "delivery"], start=1)
    ]
    proposal = submit_proposal(
        step=steps[0], author=cast.nadia, deposit=Deposit(title="Un jardin", idea="Un jardin.")
    )
    proposal.status = Status.ELECTED
    proposal.save(update_fields=["status"])
    return start_delivery(
        proposal=proposal,
        actor=cast.odile,
        voted_cost_cents=6_000_000,
        service=cast.irene.roles[0].service,
    )


@pytest.fixture
def irene(cast: Any) -> Client:
    client = Client()
    client.force_login(cast.irene)
    return client


def url(delivery: Delivery) -> str:
    return f"/bureau/realisations/{delivery.pk}/"


def send(client: Client, delivery: Delivery, code: str, **fields: Any) -> Any:
    prefix = fields.pop("prefix", code)
    data = {f"{prefix}-{name}": value for name, value in fields.items()}
    extra = {"milestone": prefix.removeprefix("move-")} if code == "move" else {}
    return client.post(url(delivery), {"do": code, **extra, **data})


def today() -> date:
    return timezone.localdate(clock.now())


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_keep_residents_and_strangers_out(delivery: Delivery, cast: Any) -> None:
    client = Client()
    for path in (TABLE, url(delivery)):
        assert client.get(path)["Location"].startswith("/connexion/")
    client.force_login(cast.nadia)
    for path in (TABLE, url(delivery)):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403


def test_hide_deliveries_of_other_processes(delivery: Delivery, cast: Any) -> None:
    Membership.objects.create(user=cast.paul, role="owner", process_id=delivery.process_id + 1)
    client = Client()
    client.force_login(cast.paul)
    assert client.get(TABLE).status_code == 404
    assert client.get(url(delivery)).status_code == 404
    assert send(client, delivery, "spending", spent="1").status_code == 404


def test_let_agents_of_other_services_read_only(delivery: Delivery, cast: Any) -> None:
    roads = Service.objects.create(name="Voirie")
    Membership.objects.create(user=cast.paul, role="agent", service=roads)
    client = Client()
    client.force_login(cast.paul)
    page = client.get(url(delivery)).content.decode()
    assert 'name="do"' not in page
    assert "Un jardin" in text_of(client.get(TABLE))
    for code in ("state", "spending", "plan", "news", "assign"):
        assert send(client, delivery, code).status_code == 403, code
    delivery.refresh_from_db()
    assert (delivery.state, delivery.spent_cents) == ("planned", 0)


def test_move_state_and_public_status(delivery: Delivery, irene: Client) -> None:
    assert send(irene, delivery, "state", state="works").status_code == 302
    delivery.refresh_from_db()
    delivery.proposal.refresh_from_db()
    assert (delivery.state, delivery.proposal.status) == ("works", Status.WORKS)
    assert send(irene, delivery, "state", state="done").status_code == 302
    delivery.refresh_from_db()
    assert delivery.done_on == today()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "dropped"}, "Dites pourquoi le projet est abandonné."),
        ({"state": "dropped", "motive": "  "}, "Dites pourquoi le projet est abandonné."),
        ({"state": "flying"}, "Réponses à corriger"),
        ({"state": "done", "done_on": "hier"}, "Donnez une date comme"),
        ({"state": "done", "done_on": "2999-01-01"}, "Cette date est à venir"),
    ],
)
def test_refuse_wrong_state(
    delivery: Delivery, irene: Client, fields: dict[str, str], said: str
) -> None:
    answer = send(irene, delivery, "state", **fields)
    assert answer.status_code == 200
    assert said in text_of(answer)
    delivery.refresh_from_db()
    assert delivery.state == "planned"


def test_ask_why_it_is_late(delivery: Delivery, irene: Client) -> None:
    delivery.promised_on = today() - timedelta(days=3)
    delivery.save()
    answer = send(irene, delivery, "state", state="works")
    assert "Le projet est en retard" in text_of(answer)
    assert send(irene, delivery, "state", state="works", motive="Sol pollué.").status_code == 302
    assert "en retard" in text_of(irene.get(TABLE))


def test_record_spending_in_euros(delivery: Delivery, irene: Client) -> None:
    assert send(irene, delivery, "spending", spent="12 345,60", why="Études").status_code == 302
    delivery.refresh_from_db()
    assert delivery.spent_cents == 1_234_560
    assert Entry.objects.get(verb="recorded_spending").data["why"] == "Études"
    for wrong in ("", "-1", "douze", "1,999"):
        answer = send(irene, delivery, "spending", spent=wrong)
        assert "Réponses à corriger" in text_of(answer), wrong
    delivery.refresh_from_db()
    assert delivery.spent_cents == 1_234_560


def test_tell_second_writer_that_it_changed(delivery: Delivery, irene: Client) -> None:
    seen = delivery.version
    assert send(irene, delivery, "spending", spent="100", seen=seen).status_code == 302
    answer = send(irene, delivery, "spending", spent="999", seen=seen)
    assert "Une autre personne a modifié ce suivi" in text_of(answer)
    assert 'value="999"' in answer.content.decode()
    delivery.refresh_from_db()
    assert delivery.spent_cents == 10_000


def test_plan_move_and_finish_milestone(delivery: Delivery, irene: Client) -> None:
    first, later = today() + timedelta(days=30), today() + timedelta(days=60)
    assert send(irene, delivery, "plan", title="Chantier", planned_on=first).status_code == 302
    one = Milestone.objects.get()
    prefix = f"move-{one.pk}"
    answer = send(irene, delivery, "move", prefix=prefix, planned_on=later)
    assert "Dites pourquoi la date change." in text_of(answer)
    moved = send(irene, delivery, "move", prefix=prefix, planned_on=later, motive="Appel d’offres.")
    assert moved.status_code == 302
    one.refresh_from_db()
    assert (one.announced_on, one.planned_on, one.motive) == (first, later, "Appel d’offres.")
    answer = send(irene, delivery, "move", prefix=prefix, done_on="2999-01-01")
    assert "n’est pas faite" in text_of(answer)
    send(irene, delivery, "move", prefix=prefix, done_on=today())
    one.refresh_from_db()
    assert one.done_on == today()


def test_refuse_milestone_of_another_project(delivery: Delivery, irene: Client, cast: Any) -> None:
    other = submit_proposal(
        step=delivery.process.step_of_kind("collection"),  # type: ignore[arg-type]
        author=cast.nadia,
        deposit=Deposit(title="Un banc", idea="Un banc."),
    )
    elsewhere = start_delivery(proposal=other, actor=cast.odile, voted_cost_cents=1)
    one = plan_milestone(delivery=elsewhere, title="Pose", planned_on=today(), actor=cast.odile)
    answer = send(irene, delivery, "move", prefix=f"move-{one.pk}", done_on=today())
    assert answer.status_code == 404
    one.refresh_from_db()
    assert one.done_on is None


def _photo() -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(body, "PNG")
    return SimpleUploadedFile("photo.png", body.getvalue(), content_type="image/png")


def test_publish_news_with_photo(delivery: Delivery, irene: Client, deliver_mail: Any) -> None:
    words = {"title": "Les travaux commencent", "text": "La pelle arrive lundi."}
    answer = send(irene, delivery, "news", **words, photo=_photo())
    assert "Décrivez la photo en une phrase." in text_of(answer)
    fake = SimpleUploadedFile("photo.png", b"not a picture")
    answer = send(irene, delivery, "news", **words, photo=fake, alt="Une pelle")
    assert "n’est pas une photo" in text_of(answer)
    assert not News.objects.exists()
    good = send(irene, delivery, "news", **words, photo=_photo(), alt="Une pelle")
    assert good.status_code == 302
    news = News.objects.get()
    assert news.picture is not None
    assert (news.picture.alt, news.picture.is_public) == ("Une pelle", True)
    assert any("Les travaux commencent" in mail.subject for mail in deliver_mail())


def test_promise_once(delivery: Delivery, irene: Client, cast: Any) -> None:
    roads = Service.objects.create(name="Voirie")
    owner = Client()
    owner.force_login(cast.odile)
    fields = {"service": roads.pk, "promised_on": "2028-06-01"}
    assert send(irene, delivery, "assign", **fields).status_code == 403
    assert send(owner, delivery, "assign", **fields).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.service, delivery.promised_on) == (roads, date(2028, 6, 1))
    send(owner, delivery, "assign", service="", promised_on="2030-01-01")
    delivery.refresh_from_db()
    assert (delivery.service, delivery.promised_on) == (None, date(2028, 6, 1))
    assert send(irene, delivery, "spending", spent="1").status_code == 403


def test_stand_under_its_line_of_the_menu(delivery: Delivery, irene: Client) -> None:
    current = re.findall(
        r'<a href="([^"]+)" aria-current="page"', irene.get(url(delivery)).content.decode()
    )
    assert current == [TABLE]


def test_ignore_unknown_act(delivery: Delivery, irene: Client) -> None:
    assert irene.post(url(delivery), {"do": "erase"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_cost_the_same_statements(
    delivery: Delivery, irene: Client, cast: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows - 1):
        proposal = submit_proposal(
            step=delivery.process.ordered_steps[0],
            author=cast.nadia,
            deposit=Deposit(title=f"Idée {number}", idea="Une idée."),
        )
        start_delivery(proposal=proposal, actor=cast.odile, voted_cost_cents=1)
    irene.get(TABLE)
    with django_assert_num_queries(9):
        irene.get(TABLE)


def test_compare_dates_promised_and_met(delivery: Delivery, irene: Client) -> None:
    delivery.promised_on = today()
    delivery.save()
    send(irene, delivery, "state", state="done", done_on=today())
    page = text_of(Client().get("/demarches/bp/realisations/"))
    assert "1 projet réalisé sur 1" in page
    assert "1 réalisé à la date promise" in page
    assert "0 en retard" in page
