"""What is wrong with the reminders and with uploaded files, told to administrators on every page of theirs."""

from typing import Any

from django import template
from django.template import Context

from companies.accounts.models import User
from companies.common import clock
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
    return {"problems": watch.known_problems(at=at), "of_files": files.problems(at=at)}
