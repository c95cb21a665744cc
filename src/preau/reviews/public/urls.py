from django.urls import path

from . import views

app_name = "reviews"
urlpatterns = [path("precisions/<str:token>/", views.precision, name="precision")]
