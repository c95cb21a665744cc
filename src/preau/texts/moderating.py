"""Contributions as moderators read them, hide them and put them back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from preau.moderation.registry import Described, Moderated

from .models import Contribution


class ModeratedContribution(Moderated):
    step_kinds = ("text",)

    def describe(self, ids: Iterable[int]) -> dict[int, Described]:
        found = Contribution.objects.filter(pk__in=list(ids)).select_related(
            "passage", "consultation__step__process"
        )
        return {one.pk: _described(one) for one in found}

    def keep(self, id: int) -> None:
        """What its author took back meanwhile stays away."""
        kept = Contribution.objects.filter(pk=id).exclude(state=Contribution.State.WITHDRAWN)
        kept.update(state=Contribution.State.VISIBLE)

    def hide(self, id: int, *, may_reword: bool) -> None:
        state = Contribution.State.REWORD if may_reword else Contribution.State.HIDDEN
        hidden = Contribution.objects.filter(pk=id).exclude(state=Contribution.State.WITHDRAWN)
        hidden.update(state=state)


def _described(one: Contribution) -> Described:
    rewrite = _("Nouvelle rédaction\u00a0: %(text)s") % {"text": one.rewrite} if one.rewrite else ""
    return Described(
        title=_("Avis n°\u00a0%(number)s sur le passage %(name)s")
        % {"number": one.number, "name": one.passage.name},
        text="\n\n".join(part for part in (one.body, rewrite) if part),
        context=one.passage.body,
        url=one.consultation.url("contribution", one.number),
        author_name=one.author_name,
    )
