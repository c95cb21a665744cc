from django.urls import path

from . import views

app_name = "votations"
HERE = "demarches/<slug:process>/votation/"
ONE = HERE + "resultats/<slug:contest>/"
urlpatterns = [
    path(HERE, views.read, name="read"),
    path(HERE + "resultats/", views.results, name="results"),
    path(ONE + "proces-verbal.pdf", views.minutes, name="minutes"),
    path(ONE + "bulletins.zip", views.bundle, name="bundle"),
    path(ONE + "resultats.csv", views.table, name="csv"),
    path(ONE + "depouillement.json", views.outcome, name="json"),
]
