from django.urls import path

from . import answered_files, builder, coding, entering, reading, results, weighting

app_name = "surveys_desk"
HERE = "bureau/demarches/<slug:process>/questionnaire/<slug:step>/"
OPEN = HERE + "resultats/textes/<slug:question>/"
urlpatterns = [
    path(HERE, builder.form, name="form"),
    path(HERE + "question/<slug:question>/", builder.question, name="question"),
    path(HERE + "reglages/", builder.settings, name="settings"),
    path(HERE + "essayer/", builder.attempt, name="try"),
    path(HERE + "resultats/", results.results, name="results"),
    path(HERE + "resultats/publier/", results.publish, name="publish"),
    path(HERE + "resultats/textes/<slug:question>/", results.texts, name="texts"),
    path(
        HERE + "resultats/textes/<slug:question>/<uuid:key>/",
        answered_files.answered_file,
        name="answered_file",
    ),
    path(OPEN + "themes/", coding.coding, name="coding"),
    path(OPEN + "lire/", reading.read_next, name="read_next"),
    path(OPEN + "lire/<int:response>/", reading.read, name="read"),
    path(OPEN + "desaccords/", reading.disagreements, name="disagreements"),
    path(OPEN + "reponse/<int:response>/", reading.answer, name="answer"),
    path(OPEN + "lectures.csv", coding.readings, name="readings"),
    path(HERE + "resultats/redresser/", weighting.weights, name="weights"),
    path(HERE + "codes.csv", results.codes, name="codes"),
    path(HERE + "reponses.csv", results.export, {"format": "csv"}, name="csv"),
    path(HERE + "reponses.xlsx", results.export, {"format": "xlsx"}, name="xlsx"),
    path(HERE + "reponses.ods", results.export, {"format": "ods"}, name="ods"),
    path(HERE + "saisir/", entering.enter, name="enter"),
    path(HERE + "importer/", entering.take_in, name="import"),
]
