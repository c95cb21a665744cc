from django.urls import path

from . import views

app_name = "voting_paper"
_HERE = "bureau/demarches/<slug:process>/papier/"
urlpatterns = [
    path(_HERE, views.overview, name="overview"),
    path(f"{_HERE}bulletin/<slug:contest>.pdf", views.ballot, name="ballot"),
    path(f"{_HERE}emargement/<slug:contest>.pdf", views.roll, name="roll"),
]
