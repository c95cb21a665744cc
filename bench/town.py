"""A town to measure: 10,000 proposals in one process, one open contest, in a durable database."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from typing import Any

SEED = 2027
PROPOSALS = 10_000
WORDS = [
    "jardin",
    "école",
    "arbre",
    "banc",
    "fontaine",
    "préau",
    "vélo",
    "marché",
    "quai",
    "lecture",
    "sport",
    "atelier",
    "verger",
    "place",
    "mare",
    "ombre",
    "cour",
    "rue",
    "parc",
    "jeux",
    "fresque",
    "compost",
    "lumière",
    "trottoir",
    "bibliothèque",
    "musique",
]


def start() -> None:
    """Set Django up on the measuring cluster, migrated."""
    configure()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0, interactive=False)


def configure() -> None:
    """Set Django up as it is served, static files apart."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ.setdefault("PREAU_DEMO", "0")
    django.setup()
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    (settings.VAR / "static").mkdir(exist_ok=True)  # WhiteNoise warns when it is not there


def open_town() -> Any:
    """The town, made once: later runs find it again."""
    from preau.tenancy.models import Domain, Site
    from preau.tenancy.scope import use_site

    site = Site.objects.filter(slug="mesure").first()
    if site is None:
        site = Site.objects.create(slug="mesure", name="Ville de mesure")
        Domain.objects.create(site=site, host="localhost", is_canonical=True)
        with use_site(site):
            _fill()
        tidy()
    return site


def pages(site: Any) -> dict[str, str]:
    """Addresses of the pages that everybody reads, by name."""
    from preau.proposals.models import Proposal
    from preau.tenancy.scope import use_site

    with use_site(site):
        proposal = Proposal.objects.select_related("process").get(number=87)
        return {
            "home": "/",
            "process": "/demarches/mesure/",
            "list": "/demarches/mesure/projets/",
            "proposal": proposal.get_absolute_url(),
        }


def tidy() -> None:
    """What PostgreSQL does by itself within minutes: statistics, and pages known to be whole."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _fill() -> None:
    from preau.kernel import clock
    from preau.kernel.text import search_key, slug, sort_key
    from preau.processes.models import Process, Step
    from preau.proposals.models import CollectionSettings, Event, Proposal, Theme
    from preau.territory.models import Zone

    chance, at = random.Random(SEED), clock.now()
    process = Process.objects.create(
        title="Budget de mesure",
        slug="mesure",
        blueprint="participatory_budget",
        state="published",
        summary="10 000 idées à lire.",
    )
    step = Step.objects.create(
        process=process,
        order=1,
        kind="collection",
        title="Dépôt",
        slug="depot",
        opens_at=at - timedelta(days=5),
        closes_at=at + timedelta(days=300),
    )
    CollectionSettings.objects.create(step=step)
    zones = [
        Zone.objects.create(name=f"Quartier {n}", slug=f"q{n}", number=n) for n in range(1, 15)
    ]
    themes = [Theme.objects.create(code=f"t{n}", name=f"Thème {n}", order=n) for n in range(8)]
    rows = []
    for number in range(1, PROPOSALS + 1):
        title = " ".join(chance.sample(WORDS, 5)).capitalize()
        text = " ".join(chance.choices(WORDS, k=120))
        rows.append(
            Proposal(
                process=process,
                number=number,
                title=title,
                slug=slug(title),
                idea=text,
                zone=chance.choice(zones),
                theme=chance.choice(themes),
                author_name="Nadia B.",
                status="submitted",
                status_at=at,
                submitted_at=at - timedelta(minutes=number),
                declared_cost_cents=chance.randrange(1, 250) * 100_000,
                sort_key=sort_key(title)[:160],
                search_key=search_key(f"{title} {text}"),
            )
        )
    made = Proposal.objects.bulk_create(rows, batch_size=1000)
    Event.objects.bulk_create(
        [
            Event(proposal=one, at=at, kind="submitted", status="submitted", sentence="Déposée.")
            for one in made
        ],
        batch_size=2000,
    )
