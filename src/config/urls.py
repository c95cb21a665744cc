"""Every address of the product, app by app."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("preau.media.urls")),
    path("", include("preau.proposals.public.urls")),
    path("", include("preau.budgeting.public.urls")),
    path("", include("preau.delivery.public.urls")),
    path("", include("preau.budgeting.desk.urls")),
    path("", include("preau.delivery.desk.urls")),
    path("", include("preau.proposals.desk.urls")),
    path("", include("preau.services.desk.urls")),
    path("", include("preau.lots.desk.urls")),
    path("", include("preau.team.desk.urls")),
    path("", include("preau.network.desk.urls")),
    path("", include("preau.operator.desk.urls")),
    path("", include("preau.previews.desk.urls")),
    path("", include("preau.previews.public.urls")),
    path("", include("preau.reviews.desk.urls")),
    path("", include("preau.publication.desk.urls")),
    path("", include("preau.merges.desk.urls")),
    path("", include("preau.intake.desk.urls")),
    path("", include("preau.reviews.public.urls")),
    path("", include("preau.voting.paper.urls")),
    path("", include("preau.voting.stand.urls")),
    path("", include("preau.electorate.desk.urls")),
    path("", include("preau.desk.urls")),
    path("", include("preau.voting.desk.urls")),
    path("", include("preau.voting.public.urls")),
    path("", include("preau.juries.public.urls")),
    path("", include("preau.juries.desk.urls")),
    path("", include("preau.petitions.public.urls")),
    path("", include("preau.petitions.desk.urls")),
    path("", include("preau.votations.public.urls")),
    path("", include("preau.votations.desk.urls")),
    path("", include("preau.electorate.franceconnect.urls")),
    path("", include("preau.moderation.urls")),
    path("", include("preau.texts.public.urls")),
    path("", include("preau.texts.desk.urls")),
    path("", include("preau.surveys.public.urls")),
    path("", include("preau.inquiries.public.urls")),
    path("", include("preau.inquiries.desk.urls")),
    path("", include("preau.calls.public.urls")),
    path("", include("preau.calls.desk.urls")),
    path("", include("preau.ideaboxes.desk.urls")),
    path("", include("preau.surveys.desk.urls")),
    path("", include("preau.news.desk.urls")),
    path("", include("preau.news.public.urls")),
    path("", include("preau.pages.desk.urls")),
    path("", include("preau.public.urls")),
    path("", include("preau.pages.urls")),
]

if settings.DEBUG or settings.PREAU_DEMO:
    urlpatterns.insert(0, path("_ui/", include("preau.ui.urls")))

handler404 = "preau.public.views.errors.not_found"
handler403 = "preau.public.views.errors.forbidden"
handler500 = "preau.public.views.errors.server_error"
