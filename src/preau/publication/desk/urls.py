from django.urls import path

from . import views

app_name = "publication_desk"
_HERE = "bureau/demarches/<slug:process>/reponses/"
urlpatterns = [
    path(_HERE, views.answers, name="answers"),
    path(f"{_HERE}<int:number>/", views.answer, name="answer"),
]
