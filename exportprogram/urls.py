"""The doors. Each audience's own table of addresses stands in its app."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    *[
        path(prefix, include(module))
        for prefix, module in [
            ("", "companies.web.urls"),
            ("", "companies.portal.urls"),
            ("desk/", "companies.desk.urls"),
        ]
        if find_spec(module)
    ],
    path("account/", include("companies.web.account_urls")),
    path("admin/", admin.site.urls),
]
