from django.urls import path

from . import closing, rehearsing, views

app_name = "votations_desk"
HERE = "bureau/demarches/<slug:process>/votation/"
urlpatterns = [
    path(HERE, views.home, name="home"),
    path(HERE + "reglages/", views.settings, name="settings"),
    path(HERE + "questions/nouvelle/", views.question, name="new_question"),
    path(HERE + "questions/<int:number>/", views.question, name="question"),
    path(HERE + "questions/<int:number>/positions/", views.positions, name="positions"),
    path(HERE + "arreter/", views.freeze, name="freeze"),
    path(HERE + "repetition/", rehearsing.rehearsal, name="rehearsal"),
    path(HERE + "tirage/<slug:contest>/", closing.draw_lots, name="draw_lots"),
    path(HERE + "proclamation/", closing.proclaim, name="proclaim"),
    path(HERE + "suite/", closing.outcome, name="outcome"),
]
