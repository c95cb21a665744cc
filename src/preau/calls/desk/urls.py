from django.urls import path

from . import following, home, questions, settings, sheet

app_name = "calls_desk"
HERE = "bureau/demarches/<slug:process>/appel/<slug:step>/"
ONE = HERE + "dossiers/<int:pk>/"
urlpatterns = [
    path(HERE, home.home, name="home"),
    path(HERE + "export/", home.export, name="export"),
    path(HERE + "publier/", home.publish, name="publish"),
    path(HERE + "reglages/", settings.settings, name="settings"),
    path(HERE + "reglages/condition/", settings.condition, name="new_condition"),
    path(HERE + "reglages/condition/<int:pk>/", settings.condition, name="condition"),
    path(HERE + "reglages/document/", settings.piece, name="new_piece"),
    path(HERE + "reglages/document/<int:pk>/", settings.piece, name="piece"),
    path(HERE + "questions/", questions.questions, name="questions"),
    path(HERE + "questions/<str:question>/", questions.question, name="question"),
    path(ONE, sheet.sheet, name="sheet"),
    path(ONE + "dossier.pdf", sheet.paper, name="paper"),
    path(ONE + "fichiers/<uuid:key>/", sheet.file, name="file"),
    path(ONE + "suivi/", following.following, name="following"),
    path(ONE + "suivi/versement/<int:instalment>/", following.instalment, name="instalment"),
]
