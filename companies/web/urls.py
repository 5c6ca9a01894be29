"""Addresses both doors share. The root of the site is the portal's public page, `portal:home`."""

from django.urls import path

from companies.web import views

app_name = "web"

urlpatterns = [
    path("home/", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
]
