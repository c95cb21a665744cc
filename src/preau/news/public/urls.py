from django.urls import path

from . import views

app_name = "news"
urlpatterns = [
    path("actualites/", views.news, name="list"),
    path("actualites/flux.xml", views.feed, name="feed"),
    path("actualites/<slug:slug>/", views.article, name="article"),
    path("agenda/", views.diary, name="diary"),
    path("agenda/agenda.ics", views.diary_file, name="diary_file"),
    path("agenda/<int:pk>.ics", views.meeting_file, name="meeting_file"),
]
