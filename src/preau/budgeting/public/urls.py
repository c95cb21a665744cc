from django.urls import path

from . import results

app_name = "budgeting"
urlpatterns = [
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
        results.contest_csv,
        name="contest_csv",
    ),
    path(
        "demarches/<slug:process>/resultats/<slug:contest>/depouillement.json",
        results.contest_json,
        name="contest_json",
    ),
]
