"""The doors. Each audience's own table of addresses stands in its app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("companies.web.urls")),
    path("", include("companies.portal.urls")),
    path("desk/", include("companies.desk.urls")),
    path("account/", include("companies.web.account_urls")),
    path("admin/", admin.site.urls),
]
