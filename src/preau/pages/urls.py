from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [path("theme-<int:version>.css", views.theme, name="theme")]
