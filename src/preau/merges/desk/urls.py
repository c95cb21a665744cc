from django.urls import path

from . import gather, pairs

app_name = "merges_desk"
_HERE = "bureau/demarches/<slug:process>/doublons/"
urlpatterns = [
    path(_HERE, pairs.pairs, name="pairs"),
    path(f"{_HERE}chercher/", pairs.search, name="search"),
    path(f"{_HERE}<int:first>-<int:second>/", pairs.pair, name="pair"),
    path(f"{_HERE}regrouper/", gather.gather, name="gather"),
    path(f"{_HERE}defaire/<int:number>/", gather.undo, name="undo"),
]
