"""The gallery: every component in its states. Mounted in development and in the demo only."""

from django.urls import path

from preau.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("bulletin/", views.booth, name="booth"),
    path("courriel/", views.email, name="email"),
    path("theme.css", views.theme_css, name="theme"),
    path("carte.json", views.map_data, name="map"),
]
