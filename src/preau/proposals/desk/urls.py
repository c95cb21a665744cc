from django.urls import path

from . import exports, sheet, table

app_name = "proposals_desk"
_HERE = "bureau/demarches/<slug:process>/propositions/"
urlpatterns = [
    path(_HERE, table.table, name="table"),
    path(f"{_HERE}propositions.csv", exports.as_csv, name="csv"),
    path(f"{_HERE}propositions.xlsx", exports.as_xlsx, name="xlsx"),
    path(f"{_HERE}<int:number>/", sheet.sheet, name="sheet"),
    path(f"{_HERE}<int:number>/corriger/", sheet.correct, name="correct"),
]
