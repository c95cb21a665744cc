from django.urls import path

from .views import home, identity, processes, sign_in

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("mon-espace/", home.mine, name="mine"),
    path("connexion/", sign_in.sign_in_by_email, name="sign_in"),
    path("connexion/code/", sign_in.confirm_code, name="code"),
    path("connexion/demo/<int:pk>/", sign_in.sign_in_as_persona, name="persona"),
    path(
        "demarches/<slug:process>/etapes/<slug:step>/identite/",
        identity.identity,
        name="identity",
    ),
    path("deconnexion/", sign_in.sign_out, name="sign_out"),
    path("demarches/", processes.process_list, name="process_list"),
    path("demarches/<slug:process>/", processes.process_page, name="process"),
    path("demarches/<slug:process>/reglement/", processes.rulebook, name="rulebook"),
    path("demarches/<slug:process>/etapes/<slug:step>/", processes.step_page, name="step"),
]
