"""Coming in by oneself, and the people who open a file."""

from django.urls import path

from companies.portal.views import entry, joining, people, profile, typed

urlpatterns = [
    path("apply/", entry.apply, name="apply"),
    path("apply/address/", entry.address, name="apply_address"),
    path("apply/code/", entry.code, name="apply_code"),
    path("apply/which/", entry.choose, name="apply_choose"),
    path("apply/join/", entry.join, name="apply_join"),
    path("j/<slug:token>/", joining.joining, name="joining"),
    path("profile/", profile.profile, name="profile"),
    path("profile/address/", profile.address, name="profile_address"),
    path("profile/code/", profile.code, name="profile_code"),
    path("file/<slug:reference>/typed/", typed.typed, name="typed"),
    path("file/<slug:reference>/people/", people.people, name="people"),
    path("file/<slug:reference>/people/leave/", people.go, name="people_leave"),
    path("file/<slug:reference>/people/main-left/", people.main_left, name="main_left"),
    path("file/<slug:reference>/people/<int:pk>/", people.person, name="person"),
]
