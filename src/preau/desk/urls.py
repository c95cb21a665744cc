from django.urls import path

from .views import (
    calendar,
    inbox,
    journal,
    processes,
    publishing,
    search,
    setting,
    starting_inquiry,
)
from .wizard import views as wizard

app_name = "desk"
urlpatterns = [
    path("bureau/", inbox.inbox, name="inbox"),
    path("bureau/recherche/", search.search, name="search"),
    path("bureau/demarches/", processes.process_list, name="processes"),
    path("bureau/demarches/nouvelle/", wizard.choose, name="new"),
    path("bureau/demarches/nouvelle/titre/", wizard.words, name="new_words"),
    path("bureau/demarches/nouvelle/dates/", wizard.dates, name="new_dates"),
    path("bureau/demarches/nouvelle/regles/", wizard.rules, name="new_rules"),
    path("bureau/demarches/nouvelle/relecture/", wizard.review, name="new_review"),
    path("bureau/enquetes/nouvelle/", starting_inquiry.new_inquiry, name="new_inquiry"),
    path("bureau/enquetes/nouvelle/<slug:code>/", starting_inquiry.set_inquiry, name="set_inquiry"),
    path("bureau/demarches/<slug:process>/", processes.overview, name="process"),
    path("bureau/demarches/<slug:process>/publier/", publishing.publish, name="publish"),
    path("bureau/demarches/<slug:process>/modele/", publishing.keep, name="keep"),
    path("bureau/demarches/<slug:process>/reglages/", setting.settings, name="settings"),
    path("bureau/demarches/<slug:process>/reglement/", setting.rulebook, name="rulebook"),
    path("bureau/demarches/<slug:process>/calendrier/", calendar.calendar, name="calendar"),
    path(
        "bureau/demarches/<slug:process>/calendrier/<int:step>/",
        calendar.reschedule,
        name="reschedule",
    ),
    path("bureau/demarches/<slug:process>/journal/", journal.journal, name="journal"),
    path("bureau/demarches/<slug:process>/journal.csv", journal.journal_csv, name="journal_csv"),
]
