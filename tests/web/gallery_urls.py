"""The site with the gallery, as with DEBUG=1."""

from django.urls import path

from companies.web.views.gallery import gallery
from exportprogram.urls import urlpatterns as site

urlpatterns = [*site, path("gallery/", gallery)]
