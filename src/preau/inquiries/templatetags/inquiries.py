"""Words of the inquiry's pages."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _

from preau.kernel import clock

from ..models import Act, Capacity, Link, Mask
from ..queries import Shown

register = template.Library()
#: Observations as they are shown, those that cannot change: by hash, address, language and year.
_kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
MOST_KEPT = 5000


@register.simple_tag(takes_context=True)
def observation(context: template.Context, one: Shown) -> SafeString:
    """An observation as everyone reads it; one without mask, document nor answer is drawn once."""
    year = timezone.localdate(clock.now()).year  # dates of another year say it
    key = (one.observation.digest, context["register_url"], get_language(), year)
    html = _kept.get(key) if one.is_plain else None
    if html is None:
        given = {"one": one, "register_url": context["register_url"]}
        html = render_to_string("inquiries/observation.html", given)
    if one.is_plain:
        _kept[key] = html
        _kept.move_to_end(key)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return html


_TOLD = {
    "created": gettext_lazy("L’enquête est créée"),
    "party": gettext_lazy("Une personne entre dans la procédure"),
    "party_replaced": gettext_lazy("Une personne en remplace une autre"),
    "independent": gettext_lazy("Une indépendance est déclarée"),
    "piece": gettext_lazy("Une pièce s’ajoute au dossier"),
    "published": gettext_lazy("Des observations sont publiées"),
    "dates": gettext_lazy("Les dates changent"),
    "settings": gettext_lazy("Ce que dit l’arrêté change"),
    "act_published": gettext_lazy("Un document est publié"),
    "permanence": gettext_lazy("Les permanences changent"),
    "mail": gettext_lazy("Un courriel arrive"),
    "mail_decided": gettext_lazy("Un courriel est examiné"),
    "day": gettext_lazy("Empreinte du jour"),
    "timestamp": gettext_lazy("Un tiers horodate l’empreinte"),
    "outage": gettext_lazy("Le site n’a pas répondu"),
    "sealed": gettext_lazy("Le registre est scellé"),
}


@register.filter
def told(link: Link) -> str:
    """A line of the chain in words."""
    if link.kind == "act":
        return str(Act.Kind(link.ref).label)
    if link.kind == "mask":
        return str(_("Un passage de l’observation %(ref)s est masqué")) % {"ref": link.ref}
    if link.kind in ("party", "party_replaced"):
        return f"{_TOLD[link.kind]} ({Capacity(link.ref).label})"
    return str(_TOLD.get(link.kind, link.kind))


_LENGTHS = (
    (86_400, ngettext_lazy("%(n)s jour", "%(n)s jours", "n")),
    (3_600, ngettext_lazy("%(n)s heure", "%(n)s heures", "n")),
    (60, ngettext_lazy("%(n)s minute", "%(n)s minutes", "n")),
)


@register.filter
def delay(seconds: float) -> str:
    """A delay as people say it: at once, minutes, hours, days."""
    for length, words in _LENGTHS:
        if seconds >= length:
            return str(words % {"n": round(seconds / length)})
    return _("aussitôt")


@register.filter
def reason(code: str) -> str:
    """A reason of masking in words."""
    return str(Mask.Reason(code).label)
