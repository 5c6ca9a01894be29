"""The product's addresses, and beside them what only the bench has: two hellos and a stock admin."""

from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.http import HttpRequest, HttpResponse
from django.urls import path

from companies.cases.models import Case, Interaction
from exportprogram.urls import urlpatterns as product


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user.pk}")


class Calls(TabularInline):
    model = Interaction
    extra = 0
    raw_id_fields = ("contact", "by")


class StockCases(ModelAdmin):
    """Seven columns, three filters, a search, an inline; nothing tuned, but for raw ids: the detail page would
    otherwise list every company."""

    raw_id_fields = ("company", "officer", "coach")
    inlines = (Calls,)

    list_display = ["reference", "company", "stage", "status", "region", "officer", "opened_at"]
    list_filter = ["stage", "status", "region"]
    search_fields = ["company__name", "company__ice"]


stock = AdminSite(name="stock")
stock.register(Case, StockCases)

urlpatterns = [path("hello/", hello), path("stock/", stock.urls), *product]
