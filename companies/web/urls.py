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
    path("too-large/", views.too_large, name="too_large"),
    path("metrics", views.measured, name="metrics"),
    path("mail/hooks/<slug:provider>/", views.mail_hook, {"what": "tracking"}, name="mail_hook"),
    path("mail/hooks/<slug:provider>/inbound/", views.mail_hook, {"what": "inbound"}, name="mail_hook_inbound"),
]

if settings.DEBUG:
    urlpatterns += [path("gallery/", gallery, name="gallery")]
