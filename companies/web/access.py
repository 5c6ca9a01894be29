"""Who passes which door.

What a person may not see does not exist for them (404); what they may see but not change is refused (403).
Strangers never get this far: LoginRequiredMiddleware sends them to sign in.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from companies.accounts.models import User
from companies.accounts.roles import Grant

P = ParamSpec("P")


class SignedIn(HttpRequest):
    """A request that promises its user."""

    user: User


View = Callable[Concatenate[SignedIn, P], HttpResponseBase]
Door = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

GRANTS: Final = frozenset(field.name for field in fields(Grant))


def desk_only(view: View[P]) -> Door[P]:
    """The staff's pages: nobody else learns that they exist."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        visitor = cast(SignedIn, request)
        if not visitor.user.grant.desk:
            raise Http404
        return view(visitor, *args, **kwargs)

    return guarded


def may(grant: str) -> Callable[[View[P]], Door[P]]:
    """Staff whose role carries `grant`, a name of `accounts.roles.Grant`; other staff are refused.

    >>> @may("works_cases")
    ... def log_call(request: SignedIn, reference: str) -> HttpResponse: ...
    """
    if grant not in GRANTS:
        raise LookupError(f"{grant} is not in the table of grants")

    def decorate(view: View[P]) -> Door[P]:
        @wraps(view)
        def guarded(request: SignedIn, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            refuse_unless(getattr(request.user.grant, grant))
            return view(request, *args, **kwargs)

        return desk_only(guarded)

    return decorate


def refuse_unless(allowed: bool) -> None:
    """For what may be seen but not changed. Raises PermissionDenied (403)."""
    if not allowed:
        raise PermissionDenied
