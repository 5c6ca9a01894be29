"""Lists of companies: brought, looked at, answered, confirmed."""

from django.urls import path

from companies.desk.views import imports

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("<int:pk>/", imports.import_, name="import"),
    path("<int:pk>/answers/", imports.import_answers, name="import_answers"),
    path("<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("<int:pk>/abandon/", imports.import_abandon, name="import_abandon"),
]
