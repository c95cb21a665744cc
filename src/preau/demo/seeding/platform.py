"""Who keeps the installation of the demonstration, and what the console first shows."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from preau.accounts.models import Role, User
from preau.network.actions import publish, save_member, share_process
from preau.operator.models import Operator, Plan
from preau.operator.usage import measure_all
from preau.processes.models import Process
from preau.tenancy.models import Site
from preau.tenancy.scope import speaking_for, use_site

#: Inhabitants, and an experience told: title, what was tried, what would be done again.
SAID = {
    "saint-aubin": (
        62_000,
        "Quatorze enveloppes égales, une par quartier",
        "Chaque quartier a la même somme, quelle que soit sa taille. Le règlement le dit à l’article 3.",
        "Oui. Les petits quartiers ont déposé deux fois plus d’idées qu’à la première édition.",
    ),
    "villeneuve": (
        9_400,
        "Un premier budget avec deux agents",
        "Deux agents ont étudié toutes les idées en dix semaines, avec une réponse écrite à chacune.",
        "Oui, mais en ouvrant le dépôt avant les vacances.",
    ),
    "brisants": (
        27_400,
        "Une charte annotée à voix haute",
        "Le bus de la communauté porte le texte sur cinq marchés. Ce qui se dit est écrit sur place.",
        "Oui. La moitié des annotations viennent de personnes qui n’ont jamais ouvert le site.",
    ),
}


def keep_platform() -> bool:
    """Samir, who enters by a button of the demonstration; False when he is there already."""
    with use_site(None):
        if Operator.objects.exists():
            return False
        Operator.objects.create(
            email="samir@plateforme.example", name="Samir Haddad", password=make_password(None)
        )
        for site in Site.objects.all():
            Plan.objects.create(site=site, name="Ville", most_agents=500)
        measure_all()
    for site in Site.objects.order_by("pk"):
        with speaking_for(site, "fr"):
            _meet(site)
    return True


def _meet(site: Site) -> None:
    """The city in the network, with what it has to say."""
    chef = User.objects.filter(memberships__role=Role.ADMINISTRATOR).first()
    if chef is None or site.slug not in SAID:
        return
    population, title, words, again = SAID[site.slug]
    shown = list(Process.objects.published().with_steps().order_by("pk"))
    save_member(
        actor=chef,
        processes=shown[:2],
        compares=True,
        name=site.name,
        population=population,
        presentation=", ".join(one.title for one in shown[:3]) + ".",
        contact_name=chef.full_name,
        contact_email=site.contact_email,
    )
    publish(kind="experience", actor=chef, title=title, words=words, again=again)
    model = {"title": shown[0].title, "note": shown[0].summary, "news": ""}
    share_process(process=shown[0], actor=chef, **model)
