from django.urls import path

from . import views

app_name = "news_desk"
urlpatterns = [
    path("bureau/annonces/", views.announcements, name="list"),
    path("bureau/annonces/actualite/<int:pk>/", views.article, name="article"),
    path("bureau/annonces/rencontre/<int:pk>/", views.meeting, name="meeting"),
]
