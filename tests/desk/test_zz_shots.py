import pytest
from pathlib import Path
from django.urls import reverse
from companies.accounts.enums import Role
from companies.cases.importing import actions
from companies.common import clock
from tests.support.making import person
DATA = Path(__file__).parents[1] / "data"
OUT=Path("/tmp/shots"); OUT.mkdir(exist_ok=True)
@pytest.mark.django_db(transaction=True)
def test_shots(live_url, page, client, context):
    import os
    from django.conf import settings
    at=clock.now()
    user=person(Role.ADMIN, name="Nadia Amrani")
    actions.bring_in((DATA/"targets.csv").read_bytes(),"targets.csv",by=user,at=at)
    b=actions.receive((DATA/"targets_dirty.csv").read_bytes().replace("Effectif".encode(),"Nb pers".encode()),"Cibles Sud 2026.csv",by=user,at=at)
    c=actions.receive((DATA/"targets_dirty.csv").read_bytes(),"Cibles Nord.csv",by=user,at=at)
    actions.confirm(c,by=user,at=at)
    d=actions.receive(b"ICE;Raison sociale;Machin\r\n1;A;B\r\n","Machin.csv",by=user,at=at)
    client.force_login(user)
    for lang in ("fr","ar"):
        context.clear_cookies()
        context.add_cookies([{"name":settings.SESSION_COOKIE_NAME,"value":client.cookies[settings.SESSION_COOKIE_NAME].value,"url":live_url},{"name":settings.LANGUAGE_COOKIE_NAME,"value":lang,"url":live_url}])
        user.language=lang; user.save()
        for w in (1280,360):
            page.set_viewport_size({"width":w,"height":900})
            for name,url in (("list",reverse("desk:imports")),("preview",reverse("desk:import",args=[b.pk])),("result",reverse("desk:import",args=[c.pk])),("error",reverse("desk:import",args=[d.pk]))):
                page.goto(live_url+url)
                sw=page.evaluate("document.documentElement.scrollWidth")
                print(lang,w,name,page.title(),"scroll",sw)
                page.screenshot(path=str(OUT/f"{name}-{lang}-{w}.png"),full_page=True)
