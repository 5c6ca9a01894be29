"""The companies' door. Addresses with a token open one act on one case; those with a file number one's own file."""

from django.urls import path

from companies.portal import urls_entry
from companies.portal.views import (
    answering,
    answers,
    confirming,
    entrance,
    files,
    filling,
    invitation,
    papers,
    preferences,
    reminders,
)

app_name = "portal"

urlpatterns = [
    path("", entrance.home, name="home"),
    path("letter/", entrance.letter_code, name="code"),
    path("i/<slug:token>/", invitation.invitation, name="invitation"),
    path("i/<slug:token>/start/", invitation.go_on, name="start"),
    path("i/<slug:token>/later/", invitation.later, name="later"),
    path("i/<slug:token>/decline/", invitation.decline, name="decline"),
    path("i/<slug:token>/wrong-person/", invitation.wrong_person, name="wrong_person"),
    path("i/<slug:token>/come-back/", invitation.come_back, name="come_back"),
    path("go/<slug:token>/", invitation.resume, name="resume"),
    path("r/<slug:token>/", answers.answer, name="answer"),
    path("r/<slug:token>/noted/", answers.answered, name="answered"),
    path("r/<slug:token>/undo/", answers.undo, name="answer_undo"),
    path("r/<slug:token>/moment/", answers.moment, name="answer_moment"),
    path("confirm/<slug:token>/", confirming.confirm, name="confirm"),
    path("confirm/<slug:token>/wrong/", confirming.something_wrong, name="confirm_wrong"),
    path("p/<slug:signed>/", preferences.preferences, name="preferences"),
    path("p/<slug:signed>/stop/", preferences.unsubscribe, name="unsubscribe"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("files/", files.files, name="files"),
    path("file/<slug:reference>/", files.file, name="file"),
    path("file/<slug:reference>/begin/", files.begin, name="begin"),
    path("file/<slug:reference>/receipt/", papers.receipt, name="receipt"),
    path("file/<slug:reference>/receipt.pdf", papers.receipt_pdf, name="receipt_pdf"),
    path("file/<slug:reference>/file.pdf", papers.file_pdf, name="file_pdf"),
    path("questions.pdf", papers.blank_pdf, name="blank_pdf"),
    path("file/<slug:reference>/not-for-us/", answering.decline, name="file_decline"),
    path("file/<slug:reference>/back/", answering.come_back, name="file_come_back"),
    path("file/<slug:reference>/leave/", answering.leave, name="leave"),
    path("file/<slug:reference>/form/", filling.tasks, name="tasks"),
    path("file/<slug:reference>/form/check/", filling.check, name="check"),
    path("file/<slug:reference>/form/send/", filling.send, name="send"),
    path("file/<slug:reference>/form/<slug:key>/", filling.page, name="page"),
    path("file/<slug:reference>/forms/<slug:form>/", filling.tasks, name="form_tasks"),
    path("file/<slug:reference>/forms/<slug:form>/check/", filling.check, name="form_check"),
    path("file/<slug:reference>/forms/<slug:form>/send/", filling.send, name="form_send"),
    path("file/<slug:reference>/forms/<slug:form>/<slug:key>/", filling.page, name="form_page"),
    *urls_entry.urlpatterns,
]
