from django.urls import path

from . import members, models, posts

app_name = "network_desk"
_HERE = "bureau/reseau/"
urlpatterns = [
    path(_HERE, members.home, name="home"),
    path(f"{_HERE}fiche/", members.join, name="join"),
    path(f"{_HERE}reperes/", members.marks, name="marks"),
    path(f"{_HERE}modeles/", models.all_models, name="models"),
    path(f"{_HERE}modeles/<int:pk>/", models.model, name="model"),
    path(f"{_HERE}modeles/<int:pk>/apercu/", models.preview, name="preview"),
    path(f"{_HERE}rencontres/<int:pk>.ics", posts.calendar, name="calendar"),
    path(f"{_HERE}publications/<slug:kind>/", posts.all_posts, name="posts"),
    path(f"{_HERE}publications/<slug:kind>/<int:pk>/", posts.post, name="post"),
    path("bureau/demarches/<slug:process>/partager/", models.share, name="share"),
]
