from django.urls import path

from . import batches, table, views

app_name = "voting_paper"
_HERE = "bureau/demarches/<slug:process>/papier/"
_BATCH = f"{_HERE}lots/<int:number>/"
urlpatterns = [
    path(_HERE, views.overview, name="overview"),
    path(f"{_HERE}bulletin/<slug:contest>.pdf", views.ballot, name="ballot"),
    path(f"{_HERE}emargement/<slug:contest>.pdf", views.roll, name="roll"),
    path(f"{_HERE}regle/", views.settings, name="settings"),
    path(f"{_HERE}bureaux/", views.stations, name="stations"),
    path(f"{_HERE}fin/", views.end, name="end"),
    path(f"{_HERE}table/", table.table, name="table"),
    path(f"{_HERE}lots/", views.batches, name="batches"),
    path(_BATCH, batches.batch, name="batch"),
    path(f"{_BATCH}saisie/", batches.entry, name="entry"),
    path(f"{_BATCH}saisie/fin/", batches.finish, name="finish"),
    path(f"{_BATCH}signature/", batches.sign, name="sign"),
    path(f"{_BATCH}retour/", batches.take_back, name="take_back"),
    path(f"{_BATCH}feuille.pdf", batches.sheet, name="sheet"),
]
