"""The home page, and the pages that are read."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from companies.accounts.models import User
from companies.cases.models import ProgrammeYear
from companies.content.models import Example, Faq
from companies.content.queries import drawn
from companies.content.slots import PAGES
from companies.enrolment.queries import progress_of
from companies.portal import landing
from companies.portal.revalidating import revalidated
from companies.reference.models import Sector
from companies.reference.ordering import by_name


@login_not_required
@require_safe
@revalidated
def home(request: HttpRequest) -> HttpResponse:
    """What the programme is and the doors to it; who has files here goes to them."""
    if isinstance(request.user, User) and request.user.grant.portal:
        return redirect("portal:files")
    year, said = ProgrammeYear.objects.current(), landing.texts(*landing.HOME)
    given = {
        "year": year,
        "open": landing.closes_later(year.closes_on if year else None),
        "minutes": progress_of([]).minutes_left,
        "stops": landing.stops(said),
        "reasons": landing.short_reasons(),
        "said": said,
    }
    return render(request, "portal/public/home.html", given)


@login_not_required
@require_safe
@revalidated
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that is one text: the programme, privacy, terms, accessibility, contact."""
    if slug not in PAGES:
        raise Http404
    stages = landing.STAGES if slug == "programme" else ()
    said = landing.texts(PAGES[slug].key, "landing.stages", *stages)
    given = {"said": said[PAGES[slug].key.replace(".", "_")], "all": said}
    return render(request, "portal/public/text.html", given | {"stops": landing.stops(said) if stages else []})


@login_not_required
@require_safe
@revalidated
def questions(request: HttpRequest) -> HttpResponse:
    rows = drawn(Faq.objects.shown(), landing.known())
    given = {"rows": rows, "said": landing.texts("questions.intro")["questions_intro"]}
    return render(request, "portal/public/questions.html", given)


@login_not_required
@require_safe
@revalidated
def examples(request: HttpRequest) -> HttpResponse:
    """Typical situations, of one sector where it is asked for (`?sector=AGRO`)."""
    rows = list(Example.objects.shown().select_related("sector"))
    sectors: dict[str, Sector] = {row.sector.code: row.sector for row in rows if row.sector}
    chosen = request.GET.get("sector", "")
    kept = [row for row in rows if row.sector and row.sector.code == chosen] if chosen in sectors else rows
    given = {
        "rows": drawn(kept, landing.known()),
        "sectors": by_name(sectors.values()),
        "chosen": sectors.get(chosen),
        "said": landing.texts("examples.intro")["examples_intro"],
    }
    return render(request, "portal/public/examples.html", given)


@login_not_required
@require_safe
@revalidated
def offices(request: HttpRequest) -> HttpResponse:
    """Who is there in each region: what an office made public, and who agreed to be named."""
    given = {"bureaus": landing.bureaus(), "said": landing.texts("people.intro")["people_intro"]}
    return render(request, "portal/public/offices.html", given)
