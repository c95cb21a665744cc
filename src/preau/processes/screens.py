"""The screens of the identity chain: how each requirement is asked, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest

from preau.kernel.refusal import Refusal
from preau.kernel.registry import Registry

from .models import Requirement


@dataclass(frozen=True)
class Asked:
    """A page of the chain still to be answered: its template and what it shows."""

    context: dict[str, Any] = field(default_factory=dict)
    template: str = "public/identity.html"


class Screen:
    """How one kind of requirement is asked; registered under the kind's code."""

    #: Heading of the page; the label of its first field when it has none.
    title: Any = ""
    #: Why it is asked, and what becomes of the answer: a sentence each.
    why: Any = ""
    kept: Any = ""
    #: What one needs at hand, said where several ways are offered.
    hint: Any = ""

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        """The page to show; a refusal to explain; None once answered."""
        raise NotImplementedError


class FormScreen(Screen):
    """A screen of one form."""

    def form(self, request: HttpRequest, requirement: Requirement) -> forms.Form:
        """The form, bound to what was posted if anything was."""
        raise NotImplementedError

    def keep(self, request: HttpRequest, requirement: Requirement, form: Any) -> Refusal | None:
        """Keep a valid answer; a refusal becomes a page, an error added to the form stays there."""
        raise NotImplementedError

    def ask(self, request: HttpRequest, requirement: Requirement) -> Asked | Refusal | None:
        form = self.form(request, requirement)
        if request.method == "POST" and form.is_valid():
            refusal = self.keep(request, requirement, form)
            if refusal is not None or not form.errors:
                return refusal
        return Asked({"form": form})


identity_screens: Registry[Screen] = Registry("identity screen")
