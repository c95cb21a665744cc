from django.urls import path

from . import second_factor_views, views

app_name = "team_desk"
urlpatterns = [
    path("bureau/equipe/", views.team_list, name="list"),
    path("bureau/equipe/inviter/", views.invite, name="invite"),
    path("bureau/equipe/<int:pk>/", views.person, name="person"),
    path("bureau/double-verification/", second_factor_views.second_factor, name="second_factor"),
    path("bureau/securite/", second_factor_views.security, name="security"),
]
