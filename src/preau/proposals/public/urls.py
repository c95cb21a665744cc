from django.urls import path

from . import (
    data,
    deposit,
    edit,
    listing,
    poster,
    proposal,
    report,
    resume,
    sending,
    similar,
    supports,
)

app_name = "proposals"
_IDEA = "demarches/<slug:process>/projets/<int:number>"
_DRAFT = "demarches/<slug:process>/proposer/<int:draft>"
urlpatterns = [
    path("demarches/<slug:process>/projets/", listing.proposal_list, name="list"),
    path("demarches/<slug:process>/projets.csv", data.proposals_csv, name="csv"),
    path("demarches/<slug:process>/projets.geojson", data.proposals_geojson, name="geojson"),
    path(f"{_IDEA}-<slug:slug>/", proposal.proposal_page, name="proposal"),
    path(f"{_IDEA}/", proposal.proposal_page, name="proposal_by_number"),
    path(f"{_IDEA}/suivre/", supports.support_proposal, name="support"),
    path(f"{_IDEA}/modifier/", edit.edit_proposal, name="edit"),
    path(f"{_IDEA}/signaler/", report.report_proposal, name="report"),
    path(f"{_IDEA}/affiche.pdf", poster.proposal_poster, name="poster"),
    path("demarches/<slug:process>/proposer/", deposit.start, name="start"),
    path("demarches/<slug:process>/proposer/papier.pdf", poster.deposit_paper, name="paper"),
    path("demarches/<slug:process>/brouillon/<int:draft>/", resume.autosave, name="autosave"),
    path(f"{_DRAFT}/", resume.go_on, name="draft"),
    path(f"{_DRAFT}/relire/", sending.review, name="review"),
    path(f"{_DRAFT}/deposer/", sending.finish, name="finish"),
    path(f"{_DRAFT}/recu/", sending.receipt, name="receipt"),
    path(f"{_DRAFT}/plus-tard/", resume.later, name="later"),
    path(f"{_DRAFT}/supprimer/", resume.discard, name="discard"),
    path(f"{_DRAFT}/proches/<slug:after>/", similar.similar, name="similar"),
    path(f"{_DRAFT}/rejoindre/<int:number>/", similar.join, name="join"),
    path(f"{_DRAFT}/<slug:page>/", deposit.page, name="page"),
    path("reprendre/", resume.resume, name="resume"),
]
