"""What every page of the network needs: the member, the tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from preau.processes.desk_access import for_agents
from preau.ui.props import Link

from ..models import Member
from ..queries import own_member

MENU = {"menu_url": "/bureau/reseau/"}


def for_members(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Agents of a member come in; others read what the network is."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = own_member()
        if member is None:
            return redirect("network_desk:home")
        return view(request, member, *args, **kwargs)

    return for_agents(entered)


def tabs(current: str) -> list[Link]:
    """The rooms of the network."""
    rooms = [
        ("home", _("Annuaire"), reverse("network_desk:home")),
        ("experience", _("Retours d’expérience"), reverse("network_desk:posts", args=["experience"])),
        ("question", _("Questions"), reverse("network_desk:posts", args=["question"])),
        ("meeting", _("Rencontres"), reverse("network_desk:posts", args=["meeting"])),
        ("models", _("Modèles partagés"), reverse("network_desk:models")),
        ("marks", _("Repères"), reverse("network_desk:marks")),
    ]  # fmt: skip
    return [Link(label, url, is_current=code == current) for code, label, url in rooms]


def page(
    request: HttpRequest, template: str, member: Member | None, current: str, **context: Any
) -> HttpResponse:
    """A page of the network; 422 when one of its forms has errors."""
    faulty = any(getattr(one, "errors", None) for one in context.values())
    full = {"member": member, "tabs": tabs(current), **context, **MENU}
    return render(request, f"network/{template}.html", full, status=422 if faulty else 200)
