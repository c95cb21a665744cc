from django.urls import path

from . import views

app_name = "delivery_desk"
urlpatterns = [
    path("bureau/demarches/<slug:process>/realisations/", views.table, name="table"),
    path("bureau/realisations/<int:pk>/", views.sheet, name="sheet"),
]
