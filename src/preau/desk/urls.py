from django.urls import path

from .views import calendar, inbox, journal, processes, search, starting

app_name = "desk"
urlpatterns = [
    path("bureau/", inbox.inbox, name="inbox"),
    path("bureau/recherche/", search.search, name="search"),
    path("bureau/demarches/", processes.process_list, name="processes"),
    path("bureau/demarches/<slug:process>/", processes.overview, name="process"),
    path("bureau/questionnaires/nouveau/", starting.new_questionnaire, name="new_questionnaire"),
    path("bureau/demarches/<slug:process>/publier/", starting.publish, name="publish"),
    path("bureau/demarches/<slug:process>/calendrier/", calendar.calendar, name="calendar"),
    path(
        "bureau/demarches/<slug:process>/calendrier/<int:step>/",
        calendar.reschedule,
        name="reschedule",
    ),
    path("bureau/demarches/<slug:process>/journal/", journal.journal, name="journal"),
    path("bureau/demarches/<slug:process>/journal.csv", journal.journal_csv, name="journal_csv"),
]
