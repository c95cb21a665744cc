from django.urls import path

from . import views

app_name = "team_desk"
urlpatterns = [
    path("bureau/equipe/", views.team_list, name="list"),
    path("bureau/equipe/inviter/", views.invite, name="invite"),
    path("bureau/equipe/<int:pk>/", views.person, name="person"),
]
