"""What changes the site: its theme, its tree, its drafts, what is published."""

from .editing import (
    add_block,
    hide_block,
    move_block,
    order_blocks,
    remove_block,
    restore_revision,
    set_block,
    undo_change,
    write_block,
    write_heading,
)
from .mounting import place_in_tree
from .publishing import compose_page, publish_page, withdraw_page
from .themes import draft_theme, publish_theme, write_frame
from .tree import create_page, delete_page, home_page, move_page, order_page
from .words import choose_words

__all__ = [
    "add_block",
    "choose_words",
    "compose_page",
    "create_page",
    "delete_page",
    "draft_theme",
    "hide_block",
    "home_page",
    "move_block",
    "move_page",
    "order_blocks",
    "order_page",
    "place_in_tree",
    "publish_page",
    "publish_theme",
    "remove_block",
    "restore_revision",
    "set_block",
    "undo_change",
    "withdraw_page",
    "write_block",
    "write_frame",
    "write_heading",
]
