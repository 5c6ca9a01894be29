"""Where documents are kept is one setting: a folder of our own, or a bucket."""

from tests.services.test_settings import PRODUCTION, settings_say

BACKEND = "settings.STORAGES['documents']['BACKEND'].rsplit('.', 1)[-1]"
OPTIONS = "settings.STORAGES['documents']['OPTIONS']"


def test_production_keeps_documents_outside_the_site_and_the_web_root():
    assert settings_say(f"({BACKEND}, str({OPTIONS}['location']))", PRODUCTION) == (
        0,
        "('FileSystemStorage', '/var/lib/exportprogram/documents')",
    )


def test_a_folder_can_be_named():
    said = settings_say(f"str({OPTIONS}['location'])", PRODUCTION | {"DOCUMENTS_ROOT": "/srv/papers"})

    assert said == (0, "/srv/papers")


def test_a_bucket_takes_its_place():
    bucket = {"DOCUMENTS_URL": "s3://papers/2027", "DOCUMENTS_S3_ENDPOINT": "https://s3.example.org"}
    wanted = f"({BACKEND}, {OPTIONS}['bucket_name'], {OPTIONS}['location'], {OPTIONS}['endpoint_url'])"

    assert settings_say(wanted, PRODUCTION | bucket) == (
        0,
        "('S3Storage', 'papers', '2027', 'https://s3.example.org')",
    )


def test_the_largest_request_follows_the_largest_file():
    said = settings_say("settings.REQUEST_MAX_BYTES", PRODUCTION | {"UPLOAD_MAX_BYTES": "20000000"})

    assert said == (0, "22500000")
