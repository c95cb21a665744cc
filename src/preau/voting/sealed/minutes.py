"""What a box adds to the minutes of its count: its roll, its hours, what was spoiled, its log."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.ui.words import day, hour, number

from ..models import Contest, HourAct, LogHead, Opening, RollEntry, Seal


def box_lines(contest: Contest) -> list[list[str]]:
    """Figures: the whole roll, ballots set aside at the opening, the grace and each act."""
    roll = RollEntry.objects.filter(contest=contest).count()
    lines = [[_("Émargements en tout"), number(roll)], *_spoiled(contest)]
    grace = contest.election.grace_seconds // 60
    if grace:
        lines.append([_("Délai pour finir, en minutes"), number(grace)])
    for act in HourAct.objects.filter(election=contest.election):
        when = f"{day(act.at, with_year=True)}, {hour(act.at)}"
        who = f" ({act.author_name})" if act.author_name else ""
        lines.append([str(act.get_kind_display()), f"{when}{who}\u00a0: {act.reason}"])
    return lines


def _spoiled(contest: Contest) -> list[list[str]]:
    opening = Opening.objects.filter(contest=contest).first()
    if opening is None:
        return []
    return [
        [_("Nuls, illisibles"), number(opening.spoiled.get("unreadable", 0))],
        [_("Nuls, contraires à la règle"), number(opening.spoiled.get("against_the_rule", 0))],
    ]


def seal_lines(contest: Contest, seal: Seal) -> list[list[str]]:
    """Hashes: what was sealed, and the last signed head of the log."""
    name = _("Urne scellée (sealed.txt)") if contest.is_secret else _("Bulletins (ballots.jsonl)")
    lines = [[name, seal.ballots_hash]]
    if contest.is_secret:
        lines.append([_("Clé publique du bureau"), contest.election.ballot_key.public_key])
    head = LogHead.objects.filter(contest=contest).order_by("-at", "-pk").first()
    if head is None:
        return lines
    return [
        *lines,
        [_("Journal de l’urne, lignes"), number(head.size)],
        [_("Journal de l’urne, bulletins manquants"), number(head.missing)],
        [_("Journal de l’urne, racine"), head.root],
        [_("Journal de l’urne, clé des signatures"), head.signer],
    ]
