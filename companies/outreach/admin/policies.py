"""The rules of reminders in the admin: one page a ladder, a count before anything newly leaves, a day tried out."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.common import clock
from companies.common.refusals import Refusal
from companies.journal.admin import JournalledAdmin
from companies.mail import wording
from companies.outreach.enums import Rung
from companies.outreach.forms import DayForm, LadderForm
from companies.outreach.ledger import dryrun
from companies.outreach.models import Policy
from companies.outreach.policy import ruling
from companies.outreach.policy.rungs import LADDERS, Ladder, Stand


@admin.register(Policy)
class PolicyAdmin(JournalledAdmin):
    """All ladders on one page, each changed on its own. A rule is never altered: a change is a new row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("kind/<slug:key>/", guard(self.ladder), name="outreach_policy_kind"),
            path("day/", guard(self.day), name="outreach_policy_day"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What applies today, ladder by ladder, and what is to come."""
        today = clock.today()
        ladders = [(each, _rungs(each, today), ruling.coming(each, today)) for each in LADDERS.values()]
        return self._page(request, "ladders", {"title": capfirst(self.opts.verbose_name_plural), "ladders": ladders})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The ladder of a rule, with that rule's numbers in the form: saving it takes them again."""
        rule = get_object_or_404(Policy, pk=object_id) if object_id.isdigit() else None
        if rule is None or rule.kind not in LADDERS or rule.rung > len(LADDERS[rule.kind].stands):
            raise Http404
        return self._ladder(request, LADDERS[rule.kind], again=rule)

    def ladder(self, request: HttpRequest, key: str) -> HttpResponse:
        """The rules of one ladder and their history. A POST asks first and says how many it would send."""
        if key not in LADDERS:
            raise Http404
        return self._ladder(request, LADDERS[key])

    def _ladder(self, request: HttpRequest, ladder: Ladder, again: Policy | None = None) -> HttpResponse:
        at = clock.now()
        today = clock.local_day(at)
        rules = ruling.rules_on(ladder, today)
        shown = rules | ({again.rung: again} if again else {})
        history = ruling.history(ladder)
        cap = ruling.first_day(history, again)
        form = LadderForm(ladder, shown, today, cap, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            return self._asked(request, form, at)
        given = {"ladder": ladder, "form": form, "again": again, "history": history, "today": today}
        in_force = {rule.pk for rule in rules.values()}
        return self._page(request, "ladder", given | {"title": ladder.label, "rules": in_force})

    def _asked(self, request: HttpRequest, form: LadderForm, at: datetime) -> HttpResponse:
        """Nothing is written before somebody has seen what it does and said yes."""
        who: Any = request.user
        said = {"valid_from": form.cleaned_data["valid_from"], "first_day": form.cleaned_data["first_day"]}
        if request.POST.get("sure") == "yes":
            made = ruling.make(form.changed, **said, by=who.actor, at=at)
            said_so = ngettext("Saved: %(n)s new rule.", "Saved: %(n)s new rules.", len(made))
            messages.success(request, said_so % {"n": len(made)})
            return redirect("admin:outreach_policy_kind", key=form.ladder.key)
        effects = ruling.effects(form.changed, said["valid_from"], at)
        cuts = ruling.cuts(form.changed, said["valid_from"], at)
        changed = {change.rung for change in form.changed}
        later = [rule for rule in ruling.coming(form.ladder, said["valid_from"]) if rule.rung in changed]
        given = {"form": form, "ladder": form.ladder, "effects": effects, "cuts": cuts, "later": later}
        return self._page(request, "sure", given | said | {"title": form.ladder.label})

    def day(self, request: HttpRequest) -> HttpResponse:
        """Who would receive what on a day, through the code that will send it."""
        at = clock.now()
        tomorrow = clock.local_day(at) + timedelta(days=1)
        form = DayForm(request.GET if "on" in request.GET else {"on": tomorrow.isoformat()})
        lines = self._lines(form, at) if form.is_valid() else []
        left = [line for line in lines if line.state == "posted"]
        calls = sum(line.form == Rung.CALL for line in left)
        counts = {"mails": len(left) - calls, "calls": calls, "held": len(lines) - len(left)}
        texts = _texts()
        rows = [(line, texts.get((line.kind, line.rung))) for line in lines]
        given = {"form": form, "rows": rows, "furthest": dryrun.FURTHEST} | counts
        return self._page(request, "day", given | {"title": _("Who would receive what")})

    def _lines(self, form: DayForm, at: datetime) -> list[dryrun.Line]:
        try:
            return dryrun.preview(form.cleaned_data["on"], at)
        except Refusal:
            form.add_error("on", _("Choose today or one of the next %(n)s days.") % {"n": dryrun.FURTHEST})
            return []

    def _page(self, request: HttpRequest, name: str, given: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/outreach/policy/{name}.html", around | given)


def _rungs(ladder: Ladder, today: date) -> list[tuple[Stand, Policy | None, str]]:
    """Each rung with its rule in force, and that in words."""
    rules = ruling.rules_on(ladder, today)
    stood = ((stand, rules.get(stand.rung)) for stand in ladder.stands)
    return [(stand, rule, stand.says(rule.wait_days) if rule else "") for stand, rule in stood]


def _texts() -> dict[tuple[str, int], int]:
    """The page of each rung's text."""
    pages = wording.pages()
    stands = ((each.key, stand) for each in LADDERS.values() for stand in each.stands)
    return {(key, stand.rung): pages[stand.slot] for key, stand in stands if stand.slot in pages}
