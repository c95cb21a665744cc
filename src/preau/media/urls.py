from django.urls import path

from . import views

app_name = "media"
urlpatterns = [
    path("medias/<uuid:key>-<int:width>.webp", views.picture, name="picture"),
    path("documents/<uuid:key>/<str:name>", views.document, name="document"),
]
