from django.urls import path

from .desk import views as desk
from .public import views as public

app_name = "moderation"
urlpatterns = [
    path("bureau/moderation/", desk.queue, name="queue"),
    path("bureau/moderation/<int:pk>/", desk.case, name="case"),
    path("moderation/", public.numbers_page, name="numbers"),
    path("moderation/<slug:token>/", public.decision, name="decision"),
]
