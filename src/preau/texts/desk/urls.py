from django.urls import path

from . import writing

app_name = "texts_desk"
HERE = "bureau/demarches/<slug:process>/consultation/<slug:step>/"
urlpatterns = [
    path(HERE, writing.texts, name="texts"),
    path(HERE + "reglages/", writing.settings, name="settings"),
    path(HERE + "nouveau-texte/", writing.new_text, name="new_text"),
    path(HERE + "texte/<slug:text>/", writing.text, name="text"),
]
