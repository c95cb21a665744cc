from django.urls import path

from . import later, printing, results, runner, sending

app_name = "surveys"
HERE = "demarches/<slug:process>/questionnaire/<slug:step>/"
urlpatterns = [
    path(HERE, runner.start, name="start"),
    path(HERE + "question/<slug:question>/", runner.question, name="question"),
    path(HERE + "question/<slug:question>/garder/", runner.autosave, name="autosave"),
    path(HERE + "plus-tard/", later.later, name="later"),
    path(HERE + "effacer/", later.discard, name="discard"),
    path(HERE + "relire/", sending.review, name="review"),
    path(HERE + "envoyer/", sending.send, name="send"),
    path(HERE + "recu/<slug:receipt>/", sending.receipt, name="receipt"),
    path(HERE + "quartiers.geojson", printing.ground, name="ground"),
    path(HERE + "resultats.pdf", results.report, name="report"),
    path(HERE + "resultats/", results.results, name="results"),
    path(HERE + "papier/", printing.sheet, name="sheet"),
    path("reprendre-un-questionnaire/", later.resume, name="resume"),
]
