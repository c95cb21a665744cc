from django.urls import path

from . import platform, views

app_name = "operator_desk"
urlpatterns = [
    path("bureau/assistance/", views.visits, name="visits"),
    path("bureau/plateforme/", platform.platform, name="platform"),
    path("bureau/plateforme/archive/<uuid:key>.zip", platform.copy_file, name="copy"),
    path("assistance/<str:key>/", views.enter, name="enter"),
]
