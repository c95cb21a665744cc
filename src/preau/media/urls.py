from django.urls import path

from . import views

app_name = "media"
urlpatterns = [path("medias/<uuid:key>-<int:width>.webp", views.picture, name="picture")]
