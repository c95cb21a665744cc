"""Joining, leaving, publishing, answering, registering, reporting; all under name and city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from preau.accounts.models import User
from preau.accounts.policies import may_run_process
from preau.blueprints.registry import refusal_of_outline
from preau.kernel import clock
from preau.kernel.refusal import Refusal, Refused, demand
from preau.ledger.actions import record
from preau.processes.models import Process
from preau.processes.outline import outline_of
from preau.proposals.models import Proposal, Status, Support
from preau.tenancy.addresses import absolute_url
from preau.tenancy.scope import current_site

from .models import Indicator, Member, Post, Registration, Report, SharedModel, Taking
from .policies import may_join, may_share, may_withdraw
from .queries import own_member
from .sharing import shareable


@transaction.atomic
def save_member(*, actor: User, processes: list[Process], compares: bool, **words: Any) -> Member:
    """Enter the directory, or change how the city is seen there. Raises ``Refused``."""
    demand(may_join(actor))
    member = Member.objects.filter(site_id=current_site().pk).first() or Member()
    is_new = member.pk is None or member.left_at is not None
    member.left_at = None
    for name, value in words.items():
        setattr(member, name, value)
    member.processes = [[one.title, absolute_url(f"/demarches/{one.slug}/")] for one in processes]
    member.compares = compares
    member.save()
    if compares:
        give_figures(member)
    else:
        Indicator.objects.filter(site_id=member.site_id).delete()
    record(actor=actor, verb="joined_network" if is_new else "changed_network", subject=member)
    return member


@transaction.atomic
def leave(*, actor: User) -> bool:
    """All that the city shared goes with it; False when it was not there. Raises ``Refused``."""
    demand(may_join(actor))
    member = own_member()
    if member is None:
        return False
    record(actor=actor, verb="left_network", subject=member)
    at, mine = clock.now(), {"site_id": member.site_id}
    Indicator.objects.filter(**mine).delete()
    Registration.objects.filter(**mine).delete()
    Post.objects.filter(**mine).update(hidden_at=at, words="", figures="", again="", link="")
    SharedModel.objects.filter(**mine).update(withdrawn_at=at)
    member.left_at, member.compares, member.processes = at, False, []
    member.presentation = member.contact_name = member.contact_email = ""
    member.save()
    return True


def _member(actor: User) -> Member:
    demand(may_share(actor))
    member = own_member()
    if member is None:
        raise Refused(Refusal("not_a_member", _("Votre collectivité n’est pas dans le réseau.")))
    return member


@transaction.atomic
def publish(*, kind: str, actor: User, parent: Post | None = None, **words: Any) -> Post:
    """An experience, a question, an answer, a meeting. Raises ``Refused``."""
    member = _member(actor)
    post = Post.objects.create(
        member=member, kind=kind, parent=parent, author_name=actor.full_name, **words
    )
    record(actor=actor, verb="shared_post", subject=post, kind=str(post.get_kind_display()))
    return post


@transaction.atomic
def withdraw(*, post: Post, actor: User) -> None:
    """The city takes its own words back; answers of others are theirs. Raises ``Refused``."""
    demand(may_withdraw(actor, post.author_name, post.member))
    record(actor=actor, verb="withdrew_post", subject=post)
    post.hidden_at = clock.now()
    post.words = post.figures = post.again = post.link = ""
    post.save()


@transaction.atomic
def register(*, post: Post, actor: User) -> bool:
    """Come to a meeting that is still ahead; False when registered already. Raises ``Refused``."""
    member = _member(actor)
    if post.starts_at is None or post.starts_at <= clock.now():
        raise Refused(Refusal("over", _("Cette rencontre a déjà commencé.")))
    _held, is_new = Registration.objects.get_or_create(
        post=post,
        email=actor.email,
        site_id=member.site_id,
        defaults={"city": member.name, "person_name": actor.full_name},
    )
    return is_new


@transaction.atomic
def report(*, post: Post, reason: str, actor: User) -> Report:
    """Ask who keeps the platform to look at a post. Raises ``Refused``."""
    _member(actor)
    return Report.objects.create(post=post, reason=reason)


@transaction.atomic
def share_process(
    *, process: Process, title: str, note: str, news: str, actor: User
) -> SharedModel:
    """Give the outline of a process to the others; again is the next version. Raises ``Refused``."""
    demand(may_run_process(actor, process.pk))
    no = refusal_of_outline(process)
    if no is not None:
        raise Refused(no)
    member = _member(actor)
    outline, _taken = shareable(outline_of(process))
    before = SharedModel.objects.filter(member=member, title=title).order_by("-version").first()
    more = {"family": before.family, "version": before.version + 1} if before else {}
    model = SharedModel.objects.create(
        member=member,
        title=title,
        note=note,
        news=news,
        outline=outline,
        author_name=actor.full_name,
        **more,
    )
    record(
        actor=actor,
        verb="shared_model",
        subject=model,
        process_id=process.pk,
        version=model.version,
    )
    return model


@transaction.atomic
def withdraw_model(*, model: SharedModel, actor: User) -> None:
    """No version of it is offered any more; processes made of it stay. Raises ``Refused``."""
    demand(may_withdraw(actor, model.author_name, model.member))
    SharedModel.objects.filter(family=model.family).update(withdrawn_at=clock.now())
    record(actor=actor, verb="withdrew_model", subject=model)


def note_taking(model: SharedModel, process: Process) -> None:
    """Say to all that this city made a process of it."""
    member = own_member()
    if member is not None:
        Taking.objects.create(model=model, city=member.name, draft=process.pk)


def give_back(process: Process) -> None:
    """The draft made of a model was thrown away: this city does not use it after all."""
    Taking.objects.filter(site=current_site(), draft=process.pk).delete()


def give_figures(member: Member, at: datetime | None = None) -> None:
    """Count again the figures that the city gives to the benchmarks."""
    ideas = Proposal.objects.count()
    answered = Proposal.objects.exclude(status__in=(Status.SUBMITTED, Status.REVIEW)).count()
    thousands = max(member.population, 1) / 1000
    figures = {
        "ideas": ideas / thousands,
        "supports": Support.objects.count() / thousands,
        "answered": 100 * answered / ideas if ideas else 0.0,
    }
    for key, value in figures.items():
        Indicator.objects.update_or_create(
            site_id=member.site_id, key=key, defaults={"value": value, "at": at or clock.now()}
        )
