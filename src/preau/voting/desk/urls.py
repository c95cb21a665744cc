from django.urls import path

from . import aside, hours, sealed, signs

app_name = "voting_desk"
_HERE = "bureau/demarches/<slug:process>/urne-scellee/"
urlpatterns = [
    path("bureau/demarches/<slug:process>/heures-du-vote/", hours.page, name="hours"),
    path("bureau/demarches/<slug:process>/indices/", signs.page, name="signs"),
    path("bureau/demarches/<slug:process>/indices/<slug:mark>/", aside.clue, name="clue"),
    path("bureau/demarches/<slug:process>/ecarts/<int:number>/", aside.case, name="case"),
    path(_HERE, sealed.page, name="sealed"),
    path(f"{_HERE}essai.json", sealed.trial, name="trial"),
    path(f"{_HERE}urne.json", sealed.box, name="box"),
]
