"""``{% load towns %}``: ``{{ company.town|town }}``, a town's name in the language of the page."""

from django import template

from companies.reference import towns

register = template.Library()
register.filter("town", towns.named)
