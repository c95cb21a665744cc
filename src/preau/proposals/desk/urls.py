from django.urls import path

from . import board, cells, file_views, handling, moderation, saved_views, sheet, table

app_name = "proposals_desk"
_HERE = "bureau/demarches/<slug:process>/propositions/"
urlpatterns = [
    path(_HERE, table.table, name="table"),
    path(f"{_HERE}tableau/", board.board, name="board"),
    path(f"{_HERE}moderation/", moderation.moderation, name="moderation"),
    path(f"{_HERE}vues/", saved_views.saved, name="views"),
    path(f"{_HERE}fichiers/", file_views.choose, name="files"),
    path(f"{_HERE}propositions.csv", file_views.as_csv, name="csv"),
    path(f"{_HERE}propositions.xlsx", file_views.as_xlsx, name="xlsx"),
    path(f"{_HERE}<int:number>/", sheet.sheet, name="sheet"),
    path(f"{_HERE}<int:number>/corriger/", sheet.correct, name="correct"),
    path(f"{_HERE}<int:number>/suivi/", handling.handle, name="handle"),
    path(f"{_HERE}<int:number>/case/<slug:field>/", cells.cell, name="cell"),
]
