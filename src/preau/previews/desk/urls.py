from django.urls import path

from . import views

app_name = "previews_desk"
urlpatterns = [
    path("bureau/demarches/<slug:process>/apercu/", views.links, name="links"),
]
