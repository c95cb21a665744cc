from django.urls import path

from . import sealed

app_name = "voting_desk"
_HERE = "bureau/demarches/<slug:process>/urne-scellee/"
urlpatterns = [
    path(_HERE, sealed.page, name="sealed"),
    path(f"{_HERE}essai.json", sealed.trial, name="trial"),
    path(f"{_HERE}urne.json", sealed.box, name="box"),
]
