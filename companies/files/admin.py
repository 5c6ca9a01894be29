"""Uploaded files, to be read: they come in and go out through the portal and the desk only."""

from django.contrib import admin

from companies.files.models import Upload
from companies.journal.admin import ReadOnlyAdmin


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("id", "sort", "size", "pages", "scan", "scan_found", "scan_tries", "at", "erased_at")
    list_filter = ("scan", "sort", ("erased_at", admin.EmptyFieldListFilter))
    fields = (*list_display[1:], "sha256", "scanned_at", "by")
    search_fields = ("=sha256",)
