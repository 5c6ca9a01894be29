"""People, their rights and absences, as administrators see them. Rights change by the same actions as everywhere."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from companies.accounts import actions
from companies.accounts.enums import Role
from companies.accounts.models import Absence, User
from companies.accounts.roles import described
from companies.common import clock, parse
from companies.common.refusals import Refusal
from companies.journal.admin import JournalledAdmin

# Rights are roles, addresses are fields of the person, and a lost telephone is an action below.
admin.site.unregister([Group, EmailAddress, Authenticator])


class PersonForm(forms.ModelForm):
    """Takes telephone numbers as people write them, addresses in any case."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"]
        try:
            return parse.phone(written) if written else ""
        except ValueError as error:
            raise ValidationError(_("Write a number we can call, for instance 06 00 00 00 00.")) from error


@admin.register(User)
class UserAdmin(JournalledAdmin):
    form = PersonForm
    list_display = ("name", "email", "role", "places", "language", "is_active")
    list_filter = ("role", "is_active", "regions", "language")
    search_fields = ("name", "email")
    ordering = ("name",)
    filter_horizontal = ("regions",)
    actions = ("deactivate", "reactivate", "reset_second_factor", "anonymise")
    readonly_fields = ("is_active", "joined_at", "last_login", "anonymised_at")
    fieldsets = (
        (None, {"fields": ("name", "email", "title", "title_ar", "phone", "language", "digest")}),
        (_("role"), {"fields": ("role", "regions")}),
        (None, {"fields": ("is_active", "joined_at", "last_login", "anonymised_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("regions")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Nobody changes their own rights."""
        own = ("role", "regions") if obj and obj == request.user else ()
        return (*self.readonly_fields, *own)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        page = path("roles/", self.admin_site.admin_view(self.roles_view), name="accounts_user_roles")
        return [page, *super().get_urls()]

    def roles_view(self, request: HttpRequest) -> HttpResponse:
        """The table of `roles.py`."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("What each role may do"),
            "opts": self.opts,
            "roles": Role.labels,
            "table": described(),
        }
        return TemplateResponse(request, "admin/accounts/user/roles.html", context)

    @admin.display(description=_("regions"))
    def places(self, user: User) -> str:
        return ", ".join(region.name for region in user.regions.all())

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person, or what was changed of one; a changed role or address ends their sessions."""
        who: Any = request.user
        kept = {"by": who.actor, "at": clock.now()}
        if not change:
            said = ("name", "role", "language", "title", "title_ar", "phone")
            fields = {name: form.cleaned_data[name] for name in said}
            obj.__dict__.update(actions.create(obj.email, **fields, **kept).__dict__)
            return
        if {"role", "regions"} & set(form.changed_data):
            actions.grant(obj, role=Role(obj.role), regions=form.cleaned_data["regions"], **kept)
        if "email" in form.changed_data:
            actions.change_address(obj, obj.email, **kept)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Close the door to the people chosen"))
    def deactivate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.deactivate)

    @admin.action(description=_("Open the door again"))
    def reactivate(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.reactivate)

    @admin.action(description=_("Forget the second step (telephone lost)"))
    def reset_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.reset_second_factor)

    @admin.action(description=_("Anonymise for good"))
    def anonymise(self, request: HttpRequest, people: QuerySet[User]) -> None:
        self._each(request, people, actions.anonymise)

    def _each(self, request: HttpRequest, people: QuerySet[User], action: Any) -> None:
        who: Any = request.user
        at, done = clock.now(), 0
        for person in people:
            try:
                action(person, by=who.actor, at=at)
                done += 1
            except Refusal as refusal:
                self.message_user(request, f"{person}: {refusal.message}", messages.ERROR)
        if done:
            self.message_user(request, _("Done: %(n)s") % {"n": done}, messages.SUCCESS)


class AbsenceForm(forms.ModelForm):
    def clean_deputy(self) -> User:
        deputy: User = self.cleaned_data["deputy"]
        if not (deputy.is_active and deputy.grant.desk):
            raise ValidationError(_("A deputy is an active member of the staff."))
        return deputy


@admin.register(Absence)
class AbsenceAdmin(JournalledAdmin):
    form = AbsenceForm
    list_display = ("user", "begins_on", "ends_on", "deputy")
    list_select_related = ("user", "deputy")
    autocomplete_fields = ("user", "deputy")
    search_fields = ("user__name", "deputy__name")

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        who: Any = request.user
        made = actions.announce_absence(
            obj.user,
            deputy=obj.deputy,
            begins_on=obj.begins_on,
            ends_on=obj.ends_on,
            by=who.actor,
            at=clock.now(),
        )
        obj.__dict__.update(made.__dict__)
