from django.urls import path

from . import analysis, entering, revising, synthesizing, writing

app_name = "texts_desk"
HERE = "bureau/demarches/<slug:process>/consultation/<slug:step>/"
_TEXT = HERE + "texte/<slug:text>/"
urlpatterns = [
    path(HERE, writing.texts, name="texts"),
    path(HERE + "reglages/", writing.settings, name="settings"),
    path(HERE + "nouveau-texte/", writing.new_text, name="new_text"),
    path(_TEXT, writing.text, name="text"),
    path(_TEXT + "nouvelle-version/", revising.start, name="start_version"),
    path(_TEXT + "passage/<slug:key>/", revising.passage, name="passage"),
    path(HERE + "avis/", analysis.table, name="table"),
    path(HERE + "avis/<int:number>/", analysis.sheet, name="sheet"),
    path(HERE + "textes-proches/", analysis.families_page, name="families"),
    path(HERE + "avis.csv", analysis.export, {"format": "csv"}, name="csv"),
    path(HERE + "avis.xlsx", analysis.export, {"format": "xlsx"}, name="xlsx"),
    path(HERE + "avis.ods", analysis.export, {"format": "ods"}, name="ods"),
    path(HERE + "recueils/", entering.gatherings, name="gatherings"),
    path(HERE + "recueils/<int:pk>/", entering.gathering, name="gathering"),
    path(HERE + "recueils/<int:pk>/importer/", entering.take_in, name="take_in"),
    path(HERE + "recueils/modele.csv", entering.blank_file, name="blank"),
    path(HERE + "recueils/<int:pk>/document/", entering.minutes, name="minutes"),
    path(HERE + "synthese/", synthesizing.synthesis, name="synthesis"),
]
