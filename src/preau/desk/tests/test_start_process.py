"""A new process, question after question: from an application, a past edition, a model."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from preau.blueprints.models import SavedModel
from preau.blueprints.registry import blueprints, checks_of
from preau.budgeting.models import Edition
from preau.processes.models import Process, Requirement
from preau.processes.outline import UnreadableOutline, check_outline, lay_outline, outline_of
from preau.processes.seasons import warnings
from preau.proposals.models import Proposal
from preau.surveys.models import Survey

NEW = "/bureau/demarches/nouvelle/"
BUDGET = "application:participatory_budget"
WORDS = {"title": "Budget 2028", "summary": "Un million pour vos idées."}


@pytest.fixture
def owner(cast: Any, noon: datetime, client: Client) -> Any:
    cast.zone()
    client.force_login(cast.odile)
    return cast.odile


def fields_of(client: Client) -> dict[str, Any]:
    """The days that the page of dates proposes."""
    form = client.get(f"{NEW}dates/").context["form"]
    return {name: one.initial.isoformat() for name, one in form.fields.items() if one.initial}


def walk(client: Client, source: str, rules: dict[str, Any] | None = None) -> Process:
    """All the questions, with the dates as they are proposed."""
    assert client.post(NEW, {"source": source}).headers["Location"] == f"{NEW}titre/"
    assert client.post(f"{NEW}titre/", WORDS).headers["Location"] == f"{NEW}dates/"
    days = fields_of(client)
    assert client.post(f"{NEW}dates/", {"do": "next", **days}).status_code == 302
    if rules is not None:
        assert client.post(f"{NEW}regles/", rules).headers["Location"] == f"{NEW}relecture/"
    page = client.get(f"{NEW}relecture/").content.decode()
    assert "Un million pour vos idées." in page
    made = client.post(f"{NEW}relecture/")
    assert made.status_code == 302, made.content.decode()
    return Process.objects.with_steps().get(slug=made.headers["Location"].split("/")[3])


MONEY = {
    "town": "500 000",
    "most_cost": "100 000",
    "least_age": "16",
    "ballot_format": "ranked",
    "max_choices": "3",
}


def test_make_budget_ready_to_publish(owner: Any, cast: Any, client: Client) -> None:
    zone = f"zone_{cast.zone().pk}"
    process = walk(client, BUDGET, MONEY | {zone: "20 000"})
    assert process.state == "draft"
    assert [one.kind for one in process.ordered_steps] == [
        "collection", "review", "vote", "results", "delivery",
    ]  # fmt: skip
    opens = timezone.localtime(process.ordered_steps[0].opens_at)
    assert (opens.weekday(), opens.hour) == (0, 9)
    assert {one.zone_id: one.cents for one in process.edition.envelopes.all()} == {
        None: 50_000_000,
        cast.zone().pk: 2_000_000,
    }
    age = Requirement.objects.get(step__process=process, step__kind="vote", kind="age")
    assert age.rule == {"least": 16}
    assert "520 000 €".replace(" ", "\u00a0") in str(process.rulebook).replace(
        "\\xa0", "\u00a0"
    ).replace("\u202f", "\u00a0")
    assert [one.label for one in checks_of(process) if one.blocking and not one.is_done] == []
    page = client.get(f"/bureau/demarches/{process.slug}/publier/").content.decode()
    assert "Publier la démarche" in page
    assert Client().get(f"/demarches/{process.slug}/").status_code == 404
    client.post(f"/bureau/demarches/{process.slug}/publier/")
    assert Client().get(f"/demarches/{process.slug}/").status_code == 200


def test_keep_answers_that_are_wrong(owner: Any, client: Client) -> None:
    assert client.post(NEW, {"source": "application:rien"}).status_code == 422
    assert client.get(f"{NEW}titre/").status_code == 404
    client.post(NEW, {"source": BUDGET})
    assert client.get(f"{NEW}relecture/").headers["Location"] == f"{NEW}titre/"
    page = client.post(f"{NEW}titre/", {"title": "Budget 2028"})
    assert page.status_code == 422
    assert 'value="Budget 2028"' in page.content.decode()
    client.post(f"{NEW}titre/", WORDS)
    days = fields_of(client) | {"closes_0": "2020-01-01", "closes_2": ""}
    said = client.post(f"{NEW}dates/", {"do": "next", **days}).content.decode()
    assert "se termine avant de commencer" in said
    assert "Donnez le dernier jour" in said
    client.post(f"{NEW}dates/", {"do": "propose", "first": "2028-09-04"})
    assert fields_of(client)["opens_0"] == "2028-09-04"
    client.post(f"{NEW}dates/", {"do": "next", **fields_of(client)})
    page = client.post(f"{NEW}regles/", MONEY | {"town": ""})
    assert "Donnez au moins une enveloppe." in page.content.decode()
    assert client.get(f"{NEW}relecture/").headers["Location"] == f"{NEW}regles/"
    assert not Process.objects.exists()


def test_run_an_edition_again(owner: Any, cast: Any, client: Client) -> None:
    first = walk(client, BUDGET, MONEY)
    second = walk(client, f"demarche:{first.slug}")
    assert second.slug == "budget-2028-2"
    assert first.pk != second.pk
    for before, after in zip(first.ordered_steps, second.ordered_steps, strict=True):
        assert after.opens_at is not None
        shift = (
            timezone.localtime(after.opens_at).date() - timezone.localtime(before.opens_at).date()
        )
        assert shift == timedelta(days=364)
        assert (
            timezone.localtime(after.opens_at).time() == timezone.localtime(before.opens_at).time()
        )
    again, kept = outline_of(second), outline_of(first)
    assert again == kept
    assert Edition.objects.get(process=second).envelopes.count() == 1
    assert second.motives.count() == 5


def test_keep_a_model_of_a_questionnaire(owner: Any, client: Client) -> None:
    process = walk(client, "application:questionnaire", {"identity": "verified"})
    form = f"/bureau/demarches/{process.slug}/questionnaire/questionnaire/"
    survey = Survey.objects.get(step__process=process)
    survey.why = "Pour choisir."
    survey.save()
    here = f"/bureau/demarches/{process.slug}/modele/"
    assert client.post(here, {"name": ""}).status_code == 422
    assert client.post(here, {"name": "Notre enquête"}).status_code == 302, form
    assert "porte déjà ce nom" in client.post(here, {"name": "Notre enquête"}).content.decode()
    model = SavedModel.objects.get()
    assert "Notre enquête" in client.get(NEW).content.decode()
    made = walk(client, f"modele:{model.pk}")
    copy = Survey.objects.get(step__process=made)
    assert (copy.why, copy.identity, copy.secret != survey.secret) == (
        "Pour choisir.",
        "verified",
        True,
    )


def test_hold_nobody_in_an_outline(owner: Any, cast: Any, client: Client) -> None:
    process = walk(client, BUDGET, MONEY)
    assert process.contact_email == cast.odile.email
    said = str(outline_of(process))
    assert cast.odile.email not in said
    assert cast.odile.last_name not in said


@pytest.mark.parametrize(
    "change",
    [
        {"format": "autre"},
        {"version": 2},
        {"steps": []},
        {"steps": [{"kind": "inconnu"}]},
        {"parts": {"reviews": {"settings": {}}}},
    ],
)
def test_refuse_faulty_outlines(owner: Any, client: Client, change: dict[str, Any]) -> None:
    outline = outline_of(walk(client, BUDGET, MONEY)) | change
    count = Process.objects.count()
    with pytest.raises(UnreadableOutline):
        lay_outline(check_outline(outline), title="X", actor=owner, first=date(2028, 1, 3))
    assert Process.objects.count() == count


def test_only_owners_start(cast: Any, noon: datetime, client: Client) -> None:
    client.force_login(cast.irene)
    assert client.get(NEW).status_code == 403
    assert NEW not in client.get("/bureau/demarches/").content.decode()


def test_write_the_rulebook(owner: Any, client: Client) -> None:
    process = walk(client, BUDGET, MONEY)
    here = f"/bureau/demarches/{process.slug}/reglement/"
    two = {"title": ["Un", "Deux", ""], "text": ["Texte un", "", ""]}
    page = client.post(here, two)
    assert page.status_code == 422
    assert "Texte un" in page.content.decode()
    two["text"][1] = "Texte deux"
    moved = client.post(here, two | {"do": "up-2"}).content.decode()
    assert moved.index("Texte deux") < moved.index("Texte un")
    client.post(here, two | {"do": "save"})
    process.refresh_from_db()
    assert [one["number"] for one in process.rulebook["articles"]] == ["1", "2"]
    Process.objects.filter(pk=process.pk).update(state="published")
    process.steps.update(opens_at=timezone.now() - timedelta(days=9000))
    assert client.post(here, two | {"title": ["Autre", "Deux", ""]}).status_code == 403


def test_say_what_dates_touch() -> None:
    assert "vacances d’été" in warnings(date(2028, 7, 1), date(2028, 7, 20))[0]
    assert warnings(date(2030, 5, 6), date(2030, 6, 7)) == []
    assert "préélectorale" in warnings(date(2026, 11, 2), date(2026, 11, 9))[0]
    assert warnings(date(2026, 9, 2), date(2026, 9, 20)) == []


def test_offer_every_application() -> None:
    """An application that registers is offered, by questions or by a page of its own."""
    for one in blueprints:
        assert one.start is not None or one.page, one.code


def test_lead_to_the_questions_of_an_inquiry(cast: Any) -> None:
    """Run again, an inquiry is asked anew: its outline would lack what the law sets."""
    past = Process.objects.create(title="PLU", slug="plu", blueprint="enquete-publique")
    window = Client()
    window.force_login(cast.odile)
    chosen = window.post("/bureau/demarches/nouvelle/", {"source": "demarche:plu"}, follow=True)
    assert chosen.redirect_chain[-1][0] == "/bureau/enquetes/nouvelle/"
    assert "se refait par ses questions" in chosen.content.decode()
    refused = window.post("/bureau/demarches/plu/modele/", {"name": "PLU", "note": ""})
    assert refused.status_code == 422
    assert "ne se garde pas en modèle" in refused.content.decode()
    assert Process.objects.get() == past


def test_keep_a_draft_in_which_somebody_wrote(cast: Any, noon: datetime) -> None:
    draft = Process.objects.create(title="Essai", slug="essai", blueprint="x")
    Proposal.objects.create(
        process=draft, number=1, title="Un banc", submitted_at=noon, status_at=noon
    )
    window = Client()
    window.force_login(cast.odile)
    refused = window.post("/bureau/demarches/essai/publier/", {"do": "drop"})
    assert refused.status_code == 403
    assert "ont déjà écrit" in refused.content.decode()
    draft.state = "published"
    draft.save()
    Proposal.objects.all().delete()
    public = window.post("/bureau/demarches/essai/publier/", {"do": "drop"})
    assert "ne s’efface pas" in public.content.decode()
    assert Process.objects.get() == draft
