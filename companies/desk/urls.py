"""The officers' door."""

from django.urls import path

from companies.desk.views import cases

app_name = "desk"

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
]
