from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from companies.accounts.enums import Role
from companies.cases.enums import ImportState
from companies.cases.models import ImportBatch
from companies.reference.models import Alias
from companies.registry.models import Company
from tests.support.making import person

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
HEAD = "ICE;Raison sociale;Forme juridique;RC;Ville;Région;Secteur;CA 2025 (MAD);E-mail;Téléphone\r\n"
CLEAN = "002000041000054;Tizarane Conserves;SARL;266205;Casablanca;Casablanca-Settat;AGRO;8200000;a@b.example;0661203142\r\n"
SOUSS = "002000082000014;Oulmira Maille;SARL;253375;Tiznit;Souss-Massa;TEXT;8200000;b@b.example;0661203143\r\n"
UNKNOWN = "002000123000071;Amezrou;SARL;253376;Settat;Casablanca-Settat;Tourisme;8200000;c@b.example;0661203144\r\n"


@pytest.fixture
def admin(client):
    user = person(Role.ADMIN)
    client.force_login(user)
    return user


@pytest.fixture
def officer(client):
    user = person(Role.OFFICER)
    client.force_login(user)
    return user


def upload(client, content, name="liste.csv"):
    if isinstance(content, str):
        content = content.encode()
    return client.post(reverse("desk:imports"), {"file": SimpleUploadedFile(name, content)})


def brought(client, content, name="liste.csv"):
    response = upload(client, content, name)
    batch = ImportBatch.objects.latest("pk")
    assert response.headers["Location"] == reverse("desk:import", args=[batch.pk])
    return batch


def page(client, batch):
    return client.get(reverse("desk:import", args=[batch.pk]))


def inputs(response):
    """What the browser would send back untouched."""
    form = response.context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial}
    return response.context["seen"] | values


def confirm(client, batch, **answers):
    values = inputs(page(client, batch)) | answers
    return client.post(reverse("desk:import_confirm", args=[batch.pk]), values, follow=True)


def answer(client, batch, **answers):
    values = inputs(page(client, batch)) | answers
    return client.post(reverse("desk:import_answers", args=[batch.pk]), values, follow=True)


def names():
    return sorted(Company.objects.values_list("name", flat=True))


def test_dirty(client, admin):
    b = brought(client, (DATA / "targets_dirty.csv").read_bytes())
    r = page(client, b)
    assert r.status_code == 200
    r = confirm(client, b)
    assert r.status_code == 200
    assert Company.objects.count() == 49
