from typing import Any

from django.db import migrations, models
from django.db.models.functions import Coalesce


def put_behind_code(apps: Any, schema_editor: Any) -> None:
    """What people of companies answered signed in was behind a code by its rows until now."""
    responses = apps.get_model("questionnaires", "Response").objects
    theirs = apps.get_model("questionnaires", "Answer").objects.filter(by__role="company")
    responses.filter(pk__in=theirs.values("response")).update(behind_code_at=Coalesce("saved_at", "started_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("questionnaires", "0003_answer_source"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="behind_code_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Something in it came from somebody signed in: what a link opens without a code is over.",
                null=True,
                verbose_name="behind a code since",
            ),
        ),
        migrations.RunPython(put_behind_code, migrations.RunPython.noop),
    ]
