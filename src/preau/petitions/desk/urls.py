from django.urls import path

from . import views

app_name = "petitions_desk"
HERE = "bureau/demarches/<slug:process>/petition/<slug:step>/"
urlpatterns = [
    path(HERE, views.home, name="home"),
    path(HERE + "demande/", views.settings, name="settings"),
    path(HERE + "suite/", views.answer, name="answer"),
    path(HERE + "signatures.csv", views.export, name="export"),
]
