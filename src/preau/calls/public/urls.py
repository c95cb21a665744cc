from django.urls import path

from . import check, following, home, pieces, sending, team, writing

app_name = "calls"
HERE = "demarches/<slug:process>/appel/<slug:step>/"
ONE = HERE + "dossiers/<int:pk>/"
urlpatterns = [
    path(HERE, home.home, name="home"),
    path(HERE + "formulaire.pdf", home.paper, name="blank"),
    path(HERE + "quartiers.geojson", writing.ground, name="ground"),
    path(HERE + "eligibilite/", check.check, name="check"),
    path(HERE + "commencer/", check.begin, name="begin"),
    path(HERE + "invitation/<str:token>/", team.accept, name="join"),
    path(ONE, writing.tasks, name="tasks"),
    path(ONE + "relire/", sending.review, name="review"),
    path(ONE + "recu/", sending.receipt, name="receipt"),
    path(ONE + "retirer/", sending.withdraw, name="withdraw"),
    path(ONE + "effacer/", sending.erase, name="erase"),
    path(ONE + "dossier.pdf", sending.paper, name="paper"),
    path(ONE + "equipe/", team.team, name="team"),
    path(ONE + "documents/", pieces.pieces, name="pieces"),
    path(ONE + "documents/retirer/", pieces.drop, name="drop_piece"),
    path(ONE + "fichiers/<uuid:key>/", pieces.file, name="file"),
    path(ONE + "suivi/", following.following, name="following"),
    path(ONE + "suivi/<int:report>/", following.report, name="report"),
    path(ONE + "partie/<slug:code>/", writing.section, name="section"),
    path(ONE + "partie/<slug:code>/brouillon/", writing.autosave, name="autosave"),
]
