from django.urls import include, path

from . import network, views

console = [
    path("", views.sites, name="sites"),
    path("entrer/", views.sign_in, name="sign_in"),
    path("sortir/", views.sign_out, name="sign_out"),
    path("nouveau/", views.new_site, name="new"),
    path("reseau/", network.reports, name="network"),
    path("annonces/", views.announcements, name="announcements"),
    path("sites/<slug:slug>/", views.site, name="site"),
]
urlpatterns = [path("", include((console, "console")))]
