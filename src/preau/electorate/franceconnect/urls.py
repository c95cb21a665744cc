from django.urls import path

from . import views

app_name = "franceconnect"
urlpatterns = [
    path("franceconnect/retour/", views.back, name="back"),
    path("franceconnect/fin/", views.left, name="left"),
    path("franceconnect/<slug:process>/<slug:step>/", views.start, name="start"),
]
