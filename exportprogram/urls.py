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

handler400 = "companies.web.views.errors.bad_request"
handler403 = "companies.web.views.errors.permission_denied"
handler404 = "companies.web.views.errors.page_not_found"
handler500 = "companies.web.views.errors.server_error"
