from django.urls import path

from . import views

app_name = "delivery"
urlpatterns = [
    path("realisations/", views.all_deliveries, name="all"),
    path("demarches/<slug:process>/realisations/", views.process_deliveries, name="process"),
]
