from django.urls import path

from . import importing, views

app_name = "intake_desk"
_HERE = "bureau/demarches/<slug:process>/saisie/"
urlpatterns = [
    path(_HERE, views.batches, name="batches"),
    path(f"{_HERE}modele.csv", importing.blank_as_csv, name="blank_csv"),
    path(f"{_HERE}modele.xlsx", importing.blank_as_xlsx, name="blank_xlsx"),
    path(f"{_HERE}<int:batch>/", views.batch_page, name="batch"),
    path(f"{_HERE}<int:batch>/importer/", importing.import_ideas, name="import"),
]
