from django.urls import path

from . import views

app_name = "reviews_desk"
urlpatterns = [
    path(
        "bureau/demarches/<slug:process>/propositions/<int:number>/decision/",
        views.decide_on,
        name="decide",
    ),
]
