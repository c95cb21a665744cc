"""What a juror reads of an application, and what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from preau.accounts.models import User
from preau.proposals.models import Proposal
from preau.proposals.readings import ReadFile
from preau.proposals.readings import Section as ReadSection

from .content import Content, Section, kinds_of, lines_of, questions_in, sections_of, sent_content
from .models import Application, Call


class ApplicationReader:
    """Reads what was sent last, never what is being written."""

    def sections(self, proposal: Proposal, *, anonymous: bool) -> list[ReadSection] | None:
        application = Application.objects.with_call().filter(proposal=proposal).first()
        if application is None:
            return None
        call, content = application.call, sent_content(application)
        found = [
            ReadSection(
                one.title,
                tuple(lines_of(one, call, content, anonymous=anonymous)),
                tuple(files_of(one, call, content, anonymous=anonymous)),
            )
            for one in sections_of(call)
        ]
        return [one for one in found if one.lines or one.files]

    def asked(self, proposals: Sequence[Proposal]) -> dict[int, int]:
        found = Application.objects.filter(proposal__in=[one.pk for one in proposals])
        return {
            pk: cents
            for pk, cents in found.values_list("proposal", "asked_cents")
            if pk is not None and cents is not None
        }

    def kept_out(self, proposals: Sequence[Proposal]) -> set[int]:
        """Those that stayed incomplete, once the service said so."""
        found = Application.objects.filter(
            proposal__in=[one.pk for one in proposals],
            completeness=Application.Completeness.REJECTED,
        )
        return {pk for pk in found.values_list("proposal", flat=True) if pk is not None}

    def is_held_by(self, proposal: Proposal, person: User) -> bool:
        return Application.objects.filter(proposal=proposal, editors__user=person).exists()


def files_of(
    section: Section, call: Call, content: Content, *, anonymous: bool = False
) -> list[ReadFile]:
    """The documents of a section; an anonymous reading has those that tell nobody's name."""
    if section.kind == "pieces":
        return [
            _file(given, kind.title)
            for kind in kinds_of(call)
            if (given := content.pieces.get(str(kind.pk))) and (kind.is_anonymous or not anonymous)
        ]
    if section.kind != "questions" or anonymous:
        return []
    return [
        _file(given, one.title)
        for one in questions_in(call, section.code, content.answers)
        if one.type == "file" and (given := content.answers.get(one.id))
    ]


def _file(given: dict[str, object], label: str) -> ReadFile:
    size = given.get("size")
    return ReadFile(
        str(given["key"]), str(given["name"]), size if isinstance(size, int) else 0, label
    )
