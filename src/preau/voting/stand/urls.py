from django.urls import path

from . import desk, views

app_name = "voting_stand"
_HERE = "bureau/demarches/<slug:process>/papier/tablettes/"
urlpatterns = [
    path("bureau-de-vote/", views.stand, name="stand"),
    path("bureau-de-vote/hors-ligne.js", views.worker, name="worker"),
    path("bureau-de-vote/table/", views.check, name="check"),
    path("bureau-de-vote/urne/", views.cast, name="cast"),
    path(_HERE, desk.devices, name="devices"),
    path(f"{_HERE}<int:pk>/revocation/", desk.revoke_device, name="revoke"),
    path(f"{_HERE}<int:pk>/feuille.pdf", desk.sheet, name="sheet"),
]
