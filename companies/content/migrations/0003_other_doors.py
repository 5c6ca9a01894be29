"""A literal translation in the first Arabic text on what else exists. A text that somebody reworded stays as it is."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Value
from django.db.models.functions import Replace

BEFORE = "البرنامج ليس وحده: هذه أبواب أخرى اخترناها حسب أجوبتكم."
AFTER = "إلى جانب البرنامج أبواب أخرى، اخترناها حسب أجوبتكم."


def correct(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("content", "Text")._default_manager.filter(slot="check.elsewhere", version=1)
    rows.update(body_ar=Replace(F("body_ar"), Value(BEFORE), Value(AFTER)))


class Migration(migrations.Migration):
    dependencies = [("content", "0002_printed_apostrophe")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
