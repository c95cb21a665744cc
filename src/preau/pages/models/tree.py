"""Pages of a site: a tree of addresses, drafts that can be undone, revisions that were published.

Blocks are a list of ``{"id", "kind", "version", "data", "hidden", "opens", "closes"}``; what ``data``
holds is known by the kind alone (``pages.blocks``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from preau.tenancy.models import SiteOwned

Blocks = list[dict[str, Any]]
HOME = ""


class PageQuerySet(models.QuerySet["Page"]):
    def read_at(self, at: datetime) -> PageQuerySet:
        """Those that everyone reads at that moment, with the key of what they read (``live``)."""
        opened = Revision.objects.filter(page=models.OuterRef("pk"), opens_at__lte=at)
        latest = opened.order_by("-opens_at", "-number").values("pk")[:1]
        everything: Any = self
        read = everything.annotate(live=models.Subquery(latest))
        return read.filter(is_shown=True, live__isnull=False)  # type: ignore[no-any-return]


class Page(SiteOwned):
    """A place in the tree. Its path is the slugs from the top; the home's is empty."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    slug = models.SlugField(max_length=60, blank=True)
    path = models.CharField(max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    #: False once withdrawn: its revisions stay, nobody reads them.
    is_shown = models.BooleanField(default=True)
    #: What stands here in the place of blocks (``pages.targets``): a process, a list.
    mount = models.CharField(max_length=12, blank=True, default="", db_default="")
    process = models.ForeignKey(
        "processes.Process", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: The draft as it stands; ``drafts`` holds the earlier ones, and those that were undone.
    draft = models.ForeignKey("Draft", models.SET_NULL, null=True, related_name="+")

    objects = PageQuerySet.as_manager()

    #: Key of the revision that everyone reads; only on what ``read_at`` answers.
    live: int

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["site", "path"], name="one_page_per_path"),
            models.UniqueConstraint(
                fields=["site", "mount", "process"],
                condition=~models.Q(mount=""),
                nulls_distinct=False,
                name="one_place_in_the_tree",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """As its editors name it now."""
        return self.draft.title if self.draft else self.path or str(_("Accueil"))

    @property
    def is_home(self) -> bool:
        return self.path == HOME

    def get_absolute_url(self) -> str:
        return "/" if self.is_home else reverse("pages:page", args=[self.path])


class Content(SiteOwned):
    """What a page holds at some moment."""

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    #: One sentence, for lists and search engines.
    summary = models.CharField(max_length=240, blank=True)
    blocks = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()
    author = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Draft(Content):
    """One state of the page under work. A run of small changes to one thing is one state."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="drafts")
    #: What was touched: consecutive changes to the same thing by the same person are one state.
    touched = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "page", "number"], name="one_draft_per_number")
        ]


class Revision(Content):
    """What was published, kept for ever; read from ``opens_at`` on, until a later one opens."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="revisions")
    opens_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "page", "number"], name="one_revision_per_number"
            )
        ]
        indexes = [models.Index(fields=["site", "page", "opens_at"], name="revision_opening")]


class Redirect(SiteOwned):
    """An address that a page once had: it leads to where the page is now."""

    path = models.CharField(max_length=240)
    page = models.ForeignKey(Page, models.CASCADE, related_name="redirects")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "path"], name="one_redirect_per_path")
        ]

    def __str__(self) -> str:
        return f"/{self.path}/"


class Presence(SiteOwned):
    """Somebody has this page open in the editor."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="presences")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "page", "user"], name="one_presence_per_editor")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.user_id}"
