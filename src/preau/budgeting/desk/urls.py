from django.urls import path

from . import proclaiming, rehearsing, texts, views

app_name = "budgeting_desk"
urlpatterns = [
    path("bureau/demarches/<slug:process>/budget/", views.edition, name="edition"),
    path("bureau/demarches/<slug:process>/budget/enveloppes/", views.envelopes, name="envelopes"),
    path("bureau/demarches/<slug:process>/budget/regle/", views.rules, name="rules"),
    path("bureau/demarches/<slug:process>/budget/liste/", views.draw, name="draw"),
    path("bureau/demarches/<slug:process>/budget/textes/", texts.texts, name="texts"),
    path("bureau/demarches/<slug:process>/budget/textes/<int:number>/", texts.text, name="text"),
    path("bureau/demarches/<slug:process>/budget/ouverture/", views.freeze, name="freeze"),
    path(
        "bureau/demarches/<slug:process>/budget/repetition/",
        rehearsing.rehearsal,
        name="rehearsal",
    ),
    path(
        "bureau/demarches/<slug:process>/budget/repetition/<slug:contest>.pdf",
        rehearsing.rehearsal_minutes,
        name="rehearsal_minutes",
    ),
    path(
        "bureau/demarches/<slug:process>/budget/tirage/<slug:contest>/",
        proclaiming.draw_lots,
        name="draw_lots",
    ),
    path(
        "bureau/demarches/<slug:process>/budget/proclamation/",
        proclaiming.proclaim,
        name="proclaim",
    ),
]
