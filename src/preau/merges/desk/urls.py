from django.urls import path

from . import gather, pairs, splits

app_name = "merges_desk"
_HERE = "bureau/demarches/<slug:process>/doublons/"
_IDEA = "bureau/demarches/<slug:process>/propositions/<int:number>"
urlpatterns = [
    path(_HERE, pairs.pairs, name="pairs"),
    path(f"{_HERE}chercher/", pairs.search, name="search"),
    path(f"{_HERE}<int:first>-<int:second>/", pairs.pair, name="pair"),
    path(f"{_HERE}regrouper/", gather.gather, name="gather"),
    path(f"{_HERE}defaire/<int:number>/", gather.undo, name="undo"),
    path(f"{_IDEA}/scinder/", splits.split_idea, name="split"),
    path(f"{_IDEA}/scinder/annuler/", splits.undo, name="undo_split"),
]
