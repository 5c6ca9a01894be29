"""A straight apostrophe in the first English text of the code to sign in. A text that somebody wrote stays as it is."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Value
from django.db.models.functions import Replace


def correct(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("mail", "Wording")._default_manager.filter(slot="signin.code_plain", language="en", version=1)
    rows.update(body=Replace(F("body"), Value("programme's site"), Value("programme’s site")))


class Migration(migrations.Migration):
    dependencies = [("mail", "0006_message_size")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
