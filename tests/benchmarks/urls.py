"""The product's addresses, and beside them what only the bench has: two hellos and a stock admin."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.urls import path

from companies.cases.models import Case, Interaction, Move
from exportprogram.urls import urlpatterns as product


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user.pk}")


class StockCases(ModelAdmin):
    """As the performance notes of others had it: seven columns, three filters, a search, nothing tuned."""

    list_display = ["reference", "company", "stage", "status", "region", "officer", "opened_at"]
    list_filter = ["stage", "status", "region"]
    search_fields = ["company__name", "company__ice"]


stock = AdminSite(name="stock")
stock.register(Case, StockCases)
for model in (Move, Interaction):
    stock.register(model)

urlpatterns = [path("hello/", hello), path("stock/", stock.urls), *product]
