"""The pages of a deposit, in order, and what the draft becomes when all are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from preau.territory.models import Zone

from .actions import Deposit
from .forms import AuthorForm, CostForm, IdeaForm, PageForm, PictureForm, PlaceForm, TitleForm
from .models import CollectionSettings, Draft, Theme


@dataclass(frozen=True)
class Page:
    """A page: its piece of address, its question (the H1), its form, its row when read again."""

    code: str
    question: str | Promise
    form: type[PageForm]
    row: str | Promise
    is_optional: bool = False


ALL_PAGES = (
    Page("titre", _("Quel titre donnez-vous à votre idée ?"), TitleForm, _("Titre")),
    Page("lieu", _("Où se situe votre idée ?"), PlaceForm, _("Lieu")),
    Page("idee", _("En quoi consiste votre idée ?"), IdeaForm, _("Idée")),
    Page("photo", _("Avez-vous une photo ?"), PictureForm, _("Photo"), is_optional=True),
    Page("cout", _("Connaissez-vous le coût ?"), CostForm, _("Coût"), is_optional=True),
    Page("auteur", _("Qui dépose cette idée ?"), AuthorForm, _("Qui dépose")),
)


def rules_of(draft: Draft) -> CollectionSettings:
    """Settings of the draft's step; the house's own when the step has none."""
    found = CollectionSettings.objects.filter(step_id=draft.step_id).first()
    return found or CollectionSettings(step_id=draft.step_id)


def pages_of(rules: CollectionSettings) -> list[Page]:
    """The pages that this step asks."""
    left_out = {
        code
        for code, is_asked in (("photo", rules.asks_picture), ("cout", rules.asks_cost))
        if not is_asked
    }
    return [page for page in ALL_PAGES if page.code not in left_out]


def form_of(
    page: Page, draft: Draft, rules: CollectionSettings, data: Any = None, files: Any = None
) -> PageForm:
    """The page's form: what is posted, else what the draft says."""
    more = {"has_picture": draft.picture_id is not None} if page.form is PictureForm else {}
    if data is not None:
        return page.form(data, files, rules=rules, **more)
    return page.form(initial=draft.data, rules=rules, **more)


def checked_form(page: Page, draft: Draft, rules: CollectionSettings) -> PageForm:
    """The page's form filled with what the draft says, ready for ``is_valid``."""
    return form_of(page, draft, rules, data=draft.data, files={})


@dataclass(frozen=True)
class Row:
    """What one page says, when everything is read again before depositing."""

    page: Page
    form: PageForm

    @property
    def errors(self) -> list[str]:
        return [str(error) for errors in self.form.errors.values() for error in errors]

    @property
    def template(self) -> str:
        """How the page's answers are shown."""
        return f"proposals/deposit/said/{self.page.code}.html"

    @property
    def is_outside(self) -> bool:
        return isinstance(self.form, PlaceForm) and self.form.is_outside


def rows_of(draft: Draft, rules: CollectionSettings) -> list[Row]:
    """One row per page, each checked."""
    rows = [Row(page, checked_form(page, draft, rules)) for page in pages_of(rules)]
    for row in rows:
        row.form.is_valid()
    return rows


def is_complete(rows: list[Row]) -> bool:
    """True when nothing is missing and the place is in the town."""
    return all(row.form.is_valid() and not row.is_outside for row in rows)


def deposit_of(draft: Draft, rows: list[Row]) -> Deposit:
    """What a complete draft says. ``ValueError`` when it is not complete."""
    if not is_complete(rows):
        raise ValueError(f"draft {draft.pk} is not complete")
    said: dict[str, Any] = {}
    for row in rows:
        said.update(row.form.cleaned_data)
    place = next(row.form for row in rows if isinstance(row.form, PlaceForm))
    zone, point = place_of(place)
    guardian = ""
    if said["author_kind"] == "minor":
        guardian = f"{said['guardian_name']} <{said['guardian_email']}>"
    return Deposit(
        title=said["title"],
        finding=said["finding"],
        idea=said["idea"],
        audience=said["audience"],
        theme=Theme.objects.filter(code=said["theme"]).first() if said["theme"] else None,
        zone_id=zone.pk if zone else None,
        place=said["place"] if said["where"] == "place" else "",
        longitude=point[0] if point else None,
        latitude=point[1] if point else None,
        declared_cost_cents=said.get("cost"),
        picture=draft.picture,
        author_kind=said["author_kind"],
        author_name=said["author_name"],
        guardian=guardian,
    )


def place_of(form: PlaceForm) -> tuple[Zone | None, tuple[float, float] | None]:
    """Zone and point of a valid place page; nothing for the whole town."""
    if form.cleaned_data.get("where") != "place":
        return None, None
    return form.found_zone, form.point
