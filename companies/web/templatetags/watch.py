"""What is wrong with the reminders and with uploaded files, told to administrators on every page of theirs.

That no virus scanner was ever set up waits where it is decided: on the first page of the administration and on those
of documents.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from companies.accounts.models import User
from companies.common import clock
from companies.files import scanning
from companies.files import watch as files
from companies.outreach.seen import watch

register = template.Library()


@register.inclusion_tag("web/trouble.html", takes_context=True)
def trouble(context: Context) -> dict[str, Any]:
    """Asks nothing for anybody else, and for administrators at most once a minute."""
    user = getattr(context.get("request"), "user", None)
    concerned = isinstance(user, User) and user.grant.admin
    if not concerned:
        return {"problems": [], "of_files": []}
    at = clock.now()
    told = scanning.is_configured() or _decides(context["request"])
    return {"problems": watch.known_problems(at=at), "of_files": files.problems(at=at) if told else []}


def _decides(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and found.view_name.startswith(("admin:index", "admin:files_", "desk:case_document"))
