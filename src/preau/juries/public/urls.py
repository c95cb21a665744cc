from django.urls import path

from . import deliberation, home, reading

app_name = "juries"
HERE = "demarches/<slug:process>/jury/<slug:step>/"
ONE = HERE + "deliberation/<int:number>/"
urlpatterns = [
    path(HERE, home.home, name="home"),
    path(HERE + "lettre/<int:number>.pdf", home.letter, name="letter"),
    path(HERE + "lectures/", reading.readings, name="readings"),
    path(HERE + "lectures/<int:number>/", reading.read, name="read"),
    path(HERE + "lectures/<int:number>/pieces/<uuid:key>/", reading.piece, name="piece"),
    path(HERE + "liens/", reading.conflicts, name="conflicts"),
    path(HERE + "deliberation/", deliberation.deliberation, name="deliberation"),
    path(HERE + "deliberation/proces-verbal.pdf", deliberation.minutes, name="minutes"),
    path(ONE, deliberation.one, name="rule"),
    path(ONE + "reprendre/", deliberation.take_back, name="take_back"),
    path(ONE + "pieces/<uuid:key>/", deliberation.piece, name="ruled_piece"),
]
