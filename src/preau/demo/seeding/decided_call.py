"""A call of last year: read by its jury, decided, agreed, paid, some of it delivered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from preau.calls.checking import judge_completeness
from preau.calls.following import (
    ask_report,
    give_report,
    say_delivered,
    write_agreement,
    write_instalment,
)
from preau.calls.models import Agreement, Application
from preau.calls.setting import publish_list
from preau.juries.giving import share_out
from preau.juries.letters import tell
from preau.juries.marking import Typed, finish_reading, save_reading
from preau.juries.models import Grant, Juror, Jury, Reading
from preau.juries.ruling import (
    Ruling,
    close_deliberation,
    open_deliberation,
    publish_decisions,
    rule,
)
from preau.juries.setting import name_juror
from preau.kernel import clock
from preau.kernel.refusal import Refusal
from preau.kernel.text import slug
from preau.processes.models import Process

from .calls import apply_all, lay_call, material
from .post import past_mail
from .town import Town

#: People of the city who sit, the first presides.
SEATS = ("helene-moreau", "malik-garnier", "claire-colin", "sandra-hardy")
MOTIVE = "Le projet coûte cher pour peu de personnes, et rien n’en reste après l’été."


def is_past_call_missing(city: str) -> bool:
    """True while the decided call of the current site is still to be written."""
    found = material(city)
    if found is None:
        return False
    return not Process.objects.filter(slug=slug(found["past"]["title"])).exists()


@transaction.atomic
def write_past_call(town: Town) -> str:
    """From its applications to the first project delivered; answers its title."""
    found = material(town.city.key)
    if found is None:
        raise LookupError(f"{town.city.key} has no call")
    past = found["past"]
    with past_mail():
        call = lay_call(town, past, past["closes"] + 7)
        sent = apply_all(town, call, past["applications"], found, last=past["closes"] - 1)
        with clock.stopped(town.at(past["closes"] + 3, 10)):
            for one in sent:
                judge_completeness(application=one, verdict="complete", actor=town.owner)
        jury = Jury.objects.select_related("step__process").get(step__process=call.step.process_id)
        jury.step.process = call.step.process
        rows = list(zip(sent, past["applications"], strict=True))
        _judge(town, jury, rows, past["closes"])
        with clock.stopped(town.at(past["closes"] + 48, 11)):
            publish_list(call=call, actor=town.owner)
        for place, (application, one) in enumerate(rows):
            if one["granted"]:
                _follow(town, application, one, place, past["closes"])
    return str(past["title"])


def _sure(answer: Any) -> Any:
    if isinstance(answer, Refusal):
        raise TypeError(str(answer))
    return answer


def _judge(
    town: Town, jury: Jury, rows: list[tuple[Application, dict[str, Any]]], closes: int
) -> None:
    with clock.stopped(town.at(closes + 5, 9)):
        for place, key in enumerate(SEATS):
            person = town.people[key]
            role = Juror.Role.MEMBER if place else Juror.Role.PRESIDENT
            name_juror(
                jury=jury, name=person.full_name, email=person.email, role=role, actor=town.owner
            )
    with clock.stopped(town.at(closes + 8, 9)):
        share_out(jury=jury, actor=town.owner, seed="ete")
    marks = {one.proposal_id: said["marks"] for one, said in rows}
    _read(town, jury, marks, closes)
    president = town.people[SEATS[0]]
    with clock.stopped(town.at(closes + 40, 14)):
        open_deliberation(jury=jury, place="Salle du conseil", actor=town.owner)
        for one, said in rows:
            if one.proposal is None:
                raise TypeError("a sent application has its proposal")
            cents = 100 * said["granted"]
            decision = Grant.Decision.RETAINED if cents else Grant.Decision.REFUSED
            ruling = Ruling(decision, cents, "" if cents else MOTIVE, "Le besoin du quartier.")
            _sure(rule(jury=jury, proposal=one.proposal, ruling=ruling, actor=president))
        _sure(close_deliberation(jury=jury, notes="", actor=president))
    with clock.stopped(town.at(closes + 46, 10)):
        for grant in jury.grants.select_related("proposal__process"):
            tell(grant.proposal, {}, town.owner)
    with clock.stopped(town.at(closes + 47, 10)):
        publish_decisions(jury=jury, actor=town.owner)


def _read(town: Town, jury: Jury, marks: dict[int | None, list[int]], closes: int) -> None:
    readings = Reading.objects.filter(juror__jury=jury).select_related("juror__user", "grid")
    for place, reading in enumerate(readings.order_by("pk")):
        reading.juror.jury = jury
        typed = {}
        for turn, one in enumerate(reading.grid.criteria.all()):
            value = marks[reading.proposal_id][turn]
            lower = (place + turn) % 5 == 0 and value > one.low
            typed[one.pk] = Typed(value - lower, "Lu dans le budget et le calendrier.")
        person = reading.juror.user
        at = town.at(closes + 12 + place, 17)
        with clock.stopped(at):
            _sure(save_reading(reading=reading, marks=typed, comment="", actor=person))
        with clock.stopped(at + timedelta(minutes=20)):
            _sure(finish_reading(reading=reading, actor=person))


def _follow(
    town: Town, application: Application, one: dict[str, Any], place: int, closes: int
) -> None:
    """Agreement, half paid at once, the rest for the report; two projects are delivered."""
    cents = 100 * one["granted"]
    day = closes + 60 + place
    with clock.stopped(town.at(town.working_day(day), 10)):
        said = {
            "amount_cents": cents,
            "reference": "Délibération du conseil, point 14",
            "signed_on": town.on(town.working_day(day)),
        }
        agreement: Agreement = _sure(
            write_agreement(application=application, said=said, upload=None, actor=town.owner)
        )
        agreement.application = application
        ask_report(
            agreement=agreement,
            title="Bilan de l’action et des dépenses",
            due_on=town.on(20 if "delivered" not in one else -30),
            actor=town.owner,
        )
        half = cents // 2
        for amount, condition, paid in (
            (half, "À la signature", town.on(day + 5)),
            (cents - half, "À la remise du bilan", None),
        ):
            _sure(
                write_instalment(
                    agreement=agreement,
                    instalment=None,
                    said={
                        "amount_cents": amount,
                        "condition": condition,
                        "planned_on": paid or town.on(40),
                        "paid_on": paid,
                    },
                    actor=town.owner,
                )
            )
    if "delivered" in one:
        _deliver(town, application, agreement, one["delivered"], place)


def _deliver(
    town: Town, application: Application, agreement: Agreement, words: str, place: int
) -> None:
    lead = application.editors.get(role="lead").user
    if lead is None:
        raise TypeError("whoever leads an application has an account")
    with clock.stopped(town.at(-45 + place, 16)):
        report = agreement.reports.get()
        report.agreement = agreement
        _sure(give_report(report=report, words=words, upload=None, person=lead))
    with clock.stopped(town.at(town.working_day(-40 + place), 11)):
        on = town.on(town.working_day(-40 + place))
        say_delivered(agreement=agreement, on=on, sentence=words, actor=town.owner)
