from django.urls import path

from . import letters, views

app_name = "electorate_desk"
HERE = "bureau/demarches/<slug:process>/electeurs/"
urlpatterns = [
    path(HERE, views.overview, name="overview"),
    path(HERE + "regles/", views.rules, name="rules"),
    path(HERE + "liste/", views.roll, name="roll"),
    path(HERE + "groupe/", views.group, name="group"),
    path(HERE + "guichet/", views.check, name="check"),
    path(HERE + "codes/", letters.batches, name="batches"),
    path(HERE + "codes/lettres/", letters.new_letters, name="letters"),
    path(HERE + "codes/liste/", letters.code_list, name="code_list"),
    path(HERE + "codes/<int:number>/remplacer/", letters.replace, name="replace"),
    path(HERE + "codes/<int:number>/annuler/", letters.revoke, name="revoke"),
]
