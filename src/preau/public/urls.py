from django.urls import path

from .views import guides, home, identity, mine, plumbing, post, processes, sign_in

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("mon-espace/", mine.mine, name="mine"),
    path("mon-espace/donnees/", mine.details, name="details"),
    path("mon-espace/mes-donnees.json", mine.my_data, name="my_data"),
    path("mon-espace/effacer/", mine.forget_me, name="forget"),
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
    path("demarches/<slug:process>/calendrier.ics", plumbing.calendar, name="calendar"),
    path("demarches/<slug:process>/reglement/", processes.rulebook, name="rulebook"),
    path("demarches/<slug:process>/etapes/<slug:step>/", processes.step_page, name="step"),
    path("comment-ca-marche/", guides.how_it_works, name="how"),
    path("aide/", guides.help_page, name="help"),
    path("accessibilite/", guides.accessibility, name="accessibility"),
    path("donnees-personnelles/", guides.privacy, name="privacy"),
    path("mentions-legales/", guides.legal_notice, name="legal"),
    path("donnees-ouvertes/", guides.open_data, name="data"),
    path("langue/<slug:code>/", plumbing.choose_language, name="language"),
    path("robots.txt", plumbing.robots, name="robots"),
    path("sitemap.xml", plumbing.sitemap, name="sitemap"),
    path("_sante/", plumbing.health, name="health"),
    path("_courrier/", post.post, name="post"),
    path("_courrier/<int:pk>/", post.mail, name="mail"),
    path("_courrier/<int:pk>/message/", post.mail_body, name="mail_body"),
]
