"""A workshop whose ideas were typed for their authors; ideas alike, brought together or split."""

from __future__ import annotations

from preau.intake.actions import enter_idea, open_batch
from preau.intake.models import Batch
from preau.kernel import clock
from preau.merges.joining import NewText, merge
from preau.merges.scans import run_scan
from preau.merges.splitting import split
from preau.moderation.actions import report
from preau.processes.models import Process
from preau.proposals.models import Origin, Proposal
from preau.proposals.moderating import KIND
from preau.ui.words import short_day

from .town import Town

#: The process where the workshop was held.
WITH_WORKSHOP = "budget-participatif-des-11-17-ans"
#: Title, text, theme, name shown.
IDEAS = (
    (
        "Planter des arbres dans la cour du collège",
        "La cour du collège n’a presque pas d’ombre. Nous voulons des arbres et des bancs dessous.",
        "nature",
        "Les délégués de cinquième",
    ),
    (
        "Des prises au square pour charger son téléphone",
        "Quand on attend au square, le téléphone est vide. Il faut des prises près des bancs.",
        "cadre-de-vie",
        "Inès et Malo",
    ),
    (
        "Éclairer le terrain de foot le soir",
        "L’hiver, il fait nuit à 17\u00a0h. Un terrain éclairé jusqu’à 20\u00a0h suffirait.",
        "sport",
        "L’équipe des moins de 15\u00a0ans",
    ),
    (
        "Des livres à échanger et une fresque à l’arrêt de bus",
        "Une boîte à livres pour ceux qui attendent le bus, et une fresque peinte avec une artiste.",
        "culture",
        "Le club lecture",
    ),
)
HALVES = (
    NewText(
        "Une boîte à livres à l’arrêt de bus",
        "Une boîte à livres pour ceux qui attendent le bus.",
    ),
    NewText(
        "Une fresque à l’arrêt de bus",
        "Une fresque peinte avec une artiste sur le mur de l’arrêt.",
    ),
)
#: Part of the title of the idea of the site that says the same as the second one.
SAME = "charger son téléphone"


def find_pairs(town: Town, process: Process) -> None:
    """The search of the night, after what the workshop brought."""
    if process.slug == WITH_WORKSHOP:
        hold_workshop(town, process)
        report_one(town, process)
    with clock.stopped(town.at(-1, 4)):
        run_scan(process)


def report_one(town: Town, process: Process) -> None:
    """Somebody without an account found that an idea advertises: it waits for a moderator."""
    one = Proposal.objects.of(process).visible().order_by("number")[4]
    with clock.stopped(town.at(-1, 19)):
        report(
            kind=KIND,
            subject_id=one.pk,
            process=process,
            author=one.author,
            reporter="a passer-by",
            person=None,
            motive="spam",
            words="Cette application existe déjà, elle est vendue par une société.",
        )


def hold_workshop(town: Town, process: Process) -> None:
    """Typed two days after; the next day two ideas were brought together, another split."""
    process = Process.objects.with_steps().get(pk=process.pk)
    with clock.stopped(town.at(-4, 15)):
        batch = open_batch(
            process=process,
            origin=Origin.WORKSHOP,
            words=f"à l’atelier du {short_day(town.on(-6))}, au collège",
            collected_on=town.on(-6),
            actor=town.owner,
        )
        typed = [_type(town, batch, number) for number in range(len(IDEAS))]
    same = Proposal.objects.of(process).filter(title__contains=SAME).order_by("number").first()
    with clock.stopped(town.at(-3, 10)):
        if same is not None:
            merge(
                process=process,
                proposals=[same, typed[1]],
                carrier=same,
                words="Les deux idées demandent la même chose, au même endroit.",
                actor=town.owner,
            )
        typed[3].process = process
        split(
            proposal=typed[3],
            parts=HALVES,
            words="Deux services les étudient, chacun la sienne.",
            actor=town.owner,
        )


def _type(town: Town, batch: Batch, number: int) -> Proposal:
    title, idea, theme, name = IDEAS[number]
    asked = {
        "reference": f"A{number + 1}",
        "title": title,
        "idea": idea,
        "theme": town.themes[theme],
        "author_name": name,
    }
    return enter_idea(batch=batch, asked=asked, actor=town.owner)
