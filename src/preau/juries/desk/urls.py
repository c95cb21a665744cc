from django.urls import path

from . import figures, views

app_name = "juries_desk"
HERE = "bureau/demarches/<slug:process>/jury/<slug:step>/"
urlpatterns = [
    path(HERE, views.home, name="home"),
    path(HERE + "repartir/", views.share, name="share"),
    path(HERE + "ouvrir/", views.open_room, name="open"),
    path(HERE + "reglages/", views.settings, name="settings"),
    path(HERE + "grille/", views.grid, name="grid"),
    path(HERE + "membres/", views.members, name="members"),
    path(HERE + "membres/<int:seat>/retirer/", views.end, name="end"),
    path(HERE + "liens/<int:conflict>/retirer/", views.lift, name="lift"),
    path(HERE + "calibrage/", figures.calibration, name="calibration"),
    path(HERE + "classement/", figures.rank, name="ranking"),
    path(HERE + "decisions/", figures.letters, name="letters"),
    path(HERE + "decisions/lettres/", figures.prepare, name="prepare"),
    path(HERE + "decisions/publier/", figures.publish, name="publish"),
    path(HERE + "decisions/proces-verbal.pdf", figures.minutes, name="minutes"),
    path(HERE + "rapport/", figures.report, name="report"),
    path(HERE + "rapport.pdf", figures.report_paper, name="report_paper"),
    path(HERE + "rapport.csv", figures.report_file, name="report_file"),
]
