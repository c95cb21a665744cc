from django.urls import path

from . import (
    link_views,
    opinion_views,
    precision_views,
    question_views,
    round_views,
    study_views,
    thread_views,
    views,
)

app_name = "reviews_desk"
_SHEET = "bureau/demarches/<slug:process>/propositions/<int:number>/"
urlpatterns = [
    path(f"{_SHEET}decision/", views.decide_on, name="decide"),
    path(f"{_SHEET}avis/", opinion_views.ask, name="ask"),
    path("bureau/avis/<int:pk>/", opinion_views.opinion, name="opinion"),
    path(f"{_SHEET}fiche/<slug:code>/", study_views.section, name="section"),
    path(f"{_SHEET}synthese/", study_views.synthesis, name="synthesis"),
    path(f"{_SHEET}relecture/", study_views.second_reading, name="second_reading"),
    path(f"{_SHEET}precisions/", precision_views.precision, name="precision"),
    path(f"{_SHEET}fil/", thread_views.note, name="note"),
    path(f"{_SHEET}presence/", thread_views.presence, name="presence"),
    path("bureau/pieces/<int:pk>/", thread_views.attachment, name="attachment"),
    path("bureau/demarches/<slug:process>/tours/", round_views.rounds, name="rounds"),
    path(
        "bureau/demarches/<slug:process>/tours/<slug:turn>/questions/",
        question_views.questions,
        name="questions",
    ),
    path(
        "bureau/demarches/<slug:process>/tours/<slug:turn>/questions/<slug:question>/",
        question_views.question,
        name="question",
    ),
    path("avis/<str:token>/", link_views.opinion_link, name="opinion_link"),
]
