from django.urls import path

from . import prepare, views

app_name = "lots_desk"
_HERE = "bureau/demarches/<slug:process>/"
urlpatterns = [
    path(f"{_HERE}propositions/lot/", prepare.prepare, name="prepare"),
    path(f"{_HERE}lots/", views.lots, name="lots"),
    path(f"{_HERE}lots/<int:pk>/", views.lot, name="lot"),
    path(f"{_HERE}lots/<int:pk>/annuler/", views.undo, name="undo"),
]
