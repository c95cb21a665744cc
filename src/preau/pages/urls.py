"""Mounted after everything else, so that no page of the tree hides an act of the platform."""

from django.urls import path, re_path

from . import views

app_name = "pages"
_STEP = r"[a-z0-9]+(?:-[a-z0-9]+)*"
urlpatterns = [
    path("theme-<int:version>.css", views.theme, name="theme"),
    path("icone-<int:version>-<int:side>.png", views.icon, name="icon"),
    path("site-<int:version>.webmanifest", views.manifest, name="manifest"),
    re_path(rf"^(?P<path>{_STEP}(?:/{_STEP})*)/$", views.page, name="page"),
]
