from django.urls import path

from . import views

app_name = "previews"
urlpatterns = [
    path("apercu/", views.switch, name="switch"),
    path("apercu/<str:key>/", views.enter, name="enter"),
]
