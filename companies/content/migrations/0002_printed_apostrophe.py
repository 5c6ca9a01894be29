"""A straight apostrophe in the first English text of "your bank". A text that somebody reworded stays as it is."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE = (
    "A firm order can often be financed in advance, and payment secured by a bank's instrument."
    " Talk about it before you sign."
)


def correct(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("content", "Alternative")._default_manager.filter(key="bank", body_en=BEFORE)
    rows.update(body_en=BEFORE.replace("'", "’"))


class Migration(migrations.Migration):
    dependencies = [("content", "0001_initial")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
