from django.urls import path

from . import ballot_text, files, results

app_name = "budgeting"
urlpatterns = [
    path("mon-espace/bulletin/<str:token>/", ballot_text.ballot_text, name="ballot_text"),
    path("demarches/<slug:process>/resultats/", results.overview, name="results"),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/", results.contest_page, name="contest"
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/pas-a-pas/",
        results.step_by_step,
        name="steps",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/resultats.csv",
        files.contest_csv,
        name="contest_csv",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/depouillement.json",
        files.contest_json,
        name="contest_json",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/proces-verbal.pdf",
        files.minutes,
        name="minutes",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/bulletins.zip",
        files.bundle,
        name="bundle",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/bulletins.pb",
        files.pabulib,
        name="pabulib",
    ),
]
