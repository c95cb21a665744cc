from django.urls import path

from . import views

app_name = "operator_desk"
urlpatterns = [
    path("bureau/assistance/", views.visits, name="visits"),
    path("assistance/<str:key>/", views.enter, name="enter"),
]
