"""The pages that anybody reads."""

from django.urls import path

from companies.portal.views.public import check, pages, robots, stops

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/programme/", pages.text, {"slug": "programme"}, name="programme"),
    path("about/<slug:slug>/", pages.text, name="text"),
    path("questions/", pages.questions, name="questions"),
    path("examples/", pages.examples, name="examples"),
    path("people/", pages.offices, name="offices"),
    path("check/", check.start, name="eligibility"),
    path("check/again/", check.again, name="check_again"),
    path("check/result/", check.result, name="check_result"),
    path("check/q/<slug:key>/", check.question, name="check_question"),
    path("what-stops-you/", stops.why, name="stops_you"),
    path("what-stops-you/words/", stops.own_words, name="stops_you_words"),
    path("what-stops-you/sector/", stops.sector, name="stops_you_sector"),
    path("what-stops-you/region/", stops.region, name="stops_you_region"),
    path("what-stops-you/thanks/", stops.thanks, name="stops_you_thanks"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
]
