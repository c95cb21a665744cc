from django.urls import path

from . import views

app_name = "ideaboxes_desk"
HERE = "bureau/demarches/<slug:process>/boite-a-idees/"
urlpatterns = [
    path(HERE, views.settings, name="settings"),
    path(HERE + "<int:number>/reponse/", views.answer, name="answer"),
]
