"""The officers' door."""

from importlib.util import find_spec

from django.urls import include, path

from companies.desk.views import (
    application,
    assigning,
    assisting,
    case,
    cases,
    day,
    documents,
    dropping,
    effect,
    interest,
    invitations,
    joining,
    mail,
    moves,
    opening,
    people,
    tasks,
    troubles,
)

app_name = "desk"

of_case = [
    path("", case.case, name="case"),
    path("notes/", case.case_note, name="case_note"),
    path("move/", moves.case_move, name="case_move"),
    path("close/", moves.case_close, name="case_close"),
    path("reopen/", moves.case_reopen, name="case_reopen"),
    path("assign/", assigning.case_assign, name="case_assign"),
    path("tasks/new/", tasks.case_task, name="case_task"),
    path("company/", people.case_company, name="case_company"),
    path("contacts/new/", people.case_contact_new, name="case_contact_new"),
    path("contacts/<int:pk>/", people.case_contact, name="case_contact"),
    path("contacts/<int:pk>/main/", people.case_contact_main, name="case_contact_main"),
    path("contacts/<int:pk>/end/", people.case_contact_end, name="case_contact_end"),
    path("messages/<uuid:pk>/", mail.case_message, name="case_message"),
    path("reminders/<int:pk>/", mail.case_reminder, name="case_reminder"),
    path("reminders/<int:pk>/cancel/", mail.case_reminder_cancel, name="case_reminder_cancel"),
    path("application/", application.case_application, name="case_application"),
    path("application/file.pdf", application.case_application_pdf, name="case_application_pdf"),
    path("more-time/", application.case_extend, name="case_extend"),
    path("documents/", documents.case_documents, name="case_documents"),
    path("documents/<int:document>/", documents.case_document, name="case_document"),
    path("documents/<int:document>/remove/", documents.case_document_remove, name="case_document_remove"),
    path("letter/", invitations.case_letter, name="case_letter"),
    path("joining/", joining.case_join, name="case_join"),
    path("joining/<int:pk>/", joining.case_joining, name="case_joining"),
    path("assist/", assisting.case_assist, name="case_assist"),
    path("assist/end/", assisting.case_assist_end, name="case_assist_end"),
    path("confirm/", assisting.case_confirm, name="case_confirm"),
]

urlpatterns = [
    path("", day.day, name="day"),
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", opening.case_new, name="case_new"),
    path("cases/open-one/", opening.case_open, name="case_open"),
    path("cases/open/", opening.cases_open, name="cases_open"),
    path("cases/hand-out/", assigning.cases_hand_out, name="cases_hand_out"),
    path("cases/<slug:reference>/", include(of_case)),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:pk>/later/", tasks.task_later, name="task_later"),
    path("tasks/<int:pk>/hand-over/", tasks.task_hand_over, name="task_hand_over"),
    path("mail/", troubles.mail_troubles, name="mail_troubles"),
    path("mail/seen/", troubles.mail_seen_shown, name="mail_seen_shown"),
    path("mail/<uuid:pk>/again/", troubles.mail_again, name="mail_again"),
    path("mail/<uuid:pk>/seen/", troubles.mail_seen, name="mail_seen"),
    path("form/drop-off/", dropping.drop_off, name="drop_off"),
    path("form/drop-off/files/", dropping.drop_off_files, name="drop_off_files"),
    path("public/", interest.interest, name="interest"),
    path("reminders/effect/", effect.effect, name="effect"),
    path("reminders/effect/files/", effect.effect_files, name="effect_files"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/send/", invitations.invitations_send, name="invitations_send"),
    path("invitations/letters/", invitations.invitations_letters, name="invitations_letters"),
    *([path("imports/", include("companies.desk.urls_imports"))] if find_spec("companies.desk.urls_imports") else []),
]
