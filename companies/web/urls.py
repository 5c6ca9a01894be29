"""Addresses both doors share. The root of the site is the portal's public page, `portal:home`."""

from django.conf import settings
from django.urls import path

from companies.web import views
from companies.web.views.gallery import gallery

app_name = "web"

urlpatterns = [
    path("home/", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
    path("health/reminders/", views.reminders, name="health_reminders"),
    path("metrics", views.measured, name="metrics"),
]

if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery, name="gallery")]
