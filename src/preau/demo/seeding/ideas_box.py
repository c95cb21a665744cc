"""The idea box of a city: some ideas find enough supports, one is answered already."""

from __future__ import annotations

from django.db import transaction

from preau.blueprints import boite_a_idees
from preau.ideaboxes.actions import answer_idea
from preau.kernel import clock
from preau.kernel.text import slug
from preau.processes.models import Process
from preau.proposals.actions import Deposit, submit_proposal
from preau.proposals.supports import support

from .post import past_mail
from .town import Town

CITY, TITLE, THRESHOLD = "saint-aubin", "La boîte à idées", 12
OPENED = -120
#: Days, title, words, supports.
IDEAS = (
    (-110, "Des bancs à l’ombre au marché", "Trois bancs sous les tilleuls, côté fontaine.", 14),
    (-96, "Rallumer l’horloge de la gare", "Elle est arrêtée depuis l’hiver dernier.", 9),
    (-74, "Une fontaine à eau au stade", "Les jeunes achètent des bouteilles au distributeur.", 13),
    (-51, "Un cahier de lecture qui voyage", "De boîte à livres en boîte à livres.", 4),
    (-33, "Des passages piétons la nuit", "Éclairer celui de l’avenue de la Gare.", 7),
    (-15, "Prêter des jeux à la piscine", "Une caisse de jeux pour les jours de pluie.", 3),
    (-6, "Un compost rue des Lilas", "Un bac partagé au bout de la rue.", 2),
)
ANSWER = (
    "Trois bancs en bois sont commandés. Ils seront posés avant l’été, sous les tilleuls, par le"
    " service des espaces verts."
)


def is_box_missing(city: str) -> bool:
    """True while the box of the current site is still to be written."""
    return city == CITY and not Process.objects.filter(slug=slug(TITLE)).exists()


@transaction.atomic
def write_box(town: Town) -> str:
    """The box through its blueprint, its ideas, those who join them; answers its title."""
    with clock.stopped(town.at(OPENED, 9)):
        process = boite_a_idees.create(
            title=TITLE,
            slug=slug(TITLE),
            actor=town.owner,
            opens_at=town.at(OPENED, 9),
            threshold=THRESHOLD,
            summary="Une idée, douze soutiens, une réponse.",
            presentation="Ouverte toute l’année, pour ce qui se décide vite et près de chez soi.",
            contact_name=town.owner.full_name,
            contact_email=town.city.contact_email,
        )
    process.created_at = town.at(OPENED, 9)
    process.save(update_fields=["created_at"])
    with past_mail():
        _fill(town, process)
    return TITLE


def _fill(town: Town, process: Process) -> None:
    step = process.ordered_steps[0]
    people = [town.people[one.key] for one in town.city.residents]
    for place, (days, title, words, count) in enumerate(IDEAS):
        author = people[11 * place % len(people)]
        with clock.stopped(town.at(days, 12 + place)):
            one = submit_proposal(
                step=step,
                author=author,
                deposit=Deposit(title=title, idea=words, author_name=author.display_name),
                send_receipt=False,
            )
        one.process = process
        joined = [person for person in people if person.pk != author.pk]
        for turn in range(count):
            with clock.stopped(town.at(min(days + 1 + turn, -1), 18)):
                support(proposal=one, person=joined[(5 * turn + place) % len(joined)])
        if place == 0:
            with clock.stopped(town.at(town.working_day(-60), 11)):
                answer_idea(
                    proposal=one,
                    outcome="followed",
                    words=ANSWER,
                    signed_by="Espaces verts",
                    actor=town.owner,
                )
