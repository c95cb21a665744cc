"""Whom to call, where to go: the end of every refusal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from preau.processes.models import Step
from preau.tenancy.scope import current_site

from .models import Electorate


def whom_to_call(step: Step) -> str:
    """« Appelez la Ville au 02… , ou votez sur papier : hall de la mairie. »"""
    electorate = Electorate.objects.filter(step=step).first() or Electorate(step=step)
    site = current_site()
    phone, place = electorate.phone or site.contact_phone, electorate.place
    if phone and place:
        words = _("Appelez le %(phone)s, ou venez\u00a0: %(place)s.")
    elif phone:
        words = _("Appelez le %(phone)s\u00a0: quelqu’un vous aide.")
    elif place:
        words = _("Venez\u00a0: %(place)s.")
    else:
        words = _("Écrivez à %(email)s\u00a0: quelqu’un vous aide.")
    return words % {
        "phone": phone.replace(" ", "\u00a0"),
        "place": place.rstrip("."),
        "email": site.contact_email,
    }
