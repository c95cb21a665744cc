from django.urls import path

from . import views

app_name = "petitions"
HERE = "demarches/<slug:process>/petition/<slug:step>/"
urlpatterns = [
    path(HERE, views.page, name="petition"),
    path(HERE + "signer/", views.sign_page, name="sign"),
    path(HERE + "retirer/", views.take_back, name="withdraw"),
]
