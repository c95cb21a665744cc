"""Kinds of blocks. ``docs/how-to/add-a-block.md`` says how one more is made."""

from __future__ import annotations

from . import living, seen, words
from .base import BlockKind, Shared, block_kinds

KINDS: tuple[type[BlockKind], ...] = (
    words.Hero,
    words.Text,
    seen.ImageText,
    seen.Gallery,
    seen.Video,
    words.Documents,
    words.Faq,
    words.How,
    words.Figures,
    words.Call,
    words.Easy,
    living.Moment,
    living.Coming,
    living.Changed,
    living.Processes,
    living.Steps,
    living.Proposals,
    living.Map,
    living.Results,
    living.News,
    living.Agenda,
    seen.Team,
    seen.Partners,
)
#: What a home is made of before anyone has composed one.
DEFAULT_HOME = ("hero", "moment", "changed", "coming", "processes")

__all__ = ["DEFAULT_HOME", "KINDS", "BlockKind", "Shared", "block_kinds"]
