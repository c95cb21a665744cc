"""Earlier answers in later words: kept by identifier, « {q3} », written by number, « {3} »."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .document import Document
from .flow import PIPE
from .types.base import Faulty

_NUMBERED = re.compile(r"\{ *([0-9]{1,3}) *\}")


def by_number(text: str, document: Document) -> str:
    """``text`` as its author writes it: a question is named by the number people see."""

    def number(found: re.Match[str]) -> str:
        known = document.number.get(found.group(1))
        return f"{{{known}}}" if known else found.group()

    return PIPE.sub(number, text)


def by_id(text: str, document: Document) -> str:
    """``text`` as it is kept, so that it follows a question that is moved.

    Raises ``Faulty`` when no question bears the number.
    """
    ids = {number: id for id, number in document.number.items()}

    def id_of(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if number not in ids:
            raise Faulty(_("Il n’y a pas de question %(n)s à reprendre.") % {"n": number})
        return f"{{{ids[number]}}}"

    return _NUMBERED.sub(id_of, text)
