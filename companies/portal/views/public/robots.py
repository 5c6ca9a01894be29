"""What search engines are told: the public pages, and that all others are nobody's business."""

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from companies.content.slots import PAGES

READ: Final = ("portal:home", "portal:eligibility", "portal:stops_you", "portal:questions", "portal:examples")
CLOSED: Final = ("/account/", "/admin/", "/desk/", "/i/", "/go/", "/r/", "/p/", "/j/", "/confirm/", "/file/", "/files/")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each page once: its three languages have one address (docs/adr/0016)."""
    paths = [reverse(name) for name in (*READ, "portal:offices", "portal:reminders")]
    paths += [reverse("portal:text", args=[slug]) for slug in PAGES]
    given = {"addresses": [settings.SITE_URL + path for path in paths]}
    return render(request, "portal/public/sitemap.xml", given, content_type="application/xml")
