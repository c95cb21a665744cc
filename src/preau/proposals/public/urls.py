from django.urls import path

from . import proposal

app_name = "proposals"
urlpatterns = [
    path(
        "demarches/<slug:process>/projets/<int:number>-<slug:slug>/",
        proposal.proposal_page,
        name="proposal",
    ),
]
