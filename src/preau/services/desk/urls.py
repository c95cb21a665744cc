from django.urls import path

from . import routing, views

app_name = "services_desk"
_HERE = "bureau/services/"
urlpatterns = [
    path(_HERE, views.service_list, name="list"),
    path(f"{_HERE}nouveau/", views.new_service, name="new"),
    path(f"{_HERE}importer/", views.import_services, name="import"),
    path(f"{_HERE}repartition/", routing.rules, name="rules"),
    path(f"{_HERE}repartition/<int:pk>/", routing.rule, name="rule"),
    path(f"{_HERE}<int:pk>/", views.service, name="service"),
    path(
        "bureau/demarches/<slug:process>/propositions/<int:number>/confier/",
        routing.entrust,
        name="entrust",
    ),
]
