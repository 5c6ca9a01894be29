"""Sign-in: the part of allauth's addresses that this site offers, under the names allauth knows.

No sign-up, no second address, no password reset: who forgot a password comes in by a code and sets another one.
"""

from django.urls import path

from companies.web.views import account as views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("login/", views.sign_in, name="account_request_login_code"),
    path("login/code/", views.enter_code, name="account_confirm_login_code"),
    path("login/password/", views.sign_in_by_password, name="account_login_by_password"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.change_password, name="account_change_password"),
    path("password/first/", views.set_password, name="account_set_password"),
    path("second-factor/", views.second_factor_state, name="mfa_index"),
    path("second-factor/enter/", views.second_factor, name="mfa_authenticate"),
    path("second-factor/confirm/", views.second_factor_again, name="mfa_reauthenticate"),
    path("second-factor/set-up/", views.activate, name="mfa_activate_totp"),
    path("second-factor/remove/", views.deactivate, name="mfa_deactivate_totp"),
    path("second-factor/recovery/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery/file/", views.recovery_codes_as_file, name="mfa_download_recovery_codes"),
]
