"""For which legal forms something else exists; the shipped row on cooperatives is theirs."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_for_cooperatives(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing to do in a new database: there the row is loaded with its form."""
    form = apps.get_model("reference", "LegalForm")._default_manager.filter(code="COOP").first()
    row = apps.get_model("content", "Alternative")._default_manager.filter(key="cooperatives").first()
    if form and row:
        row.legal_forms.add(form)


class Migration(migrations.Migration):
    dependencies = [("content", "0003_other_doors"), ("reference", "0005_mail_days")]

    operations = [
        migrations.AddField(
            model_name="alternative",
            name="legal_forms",
            field=models.ManyToManyField(
                blank=True,
                help_text="None chosen: for every legal form.",
                related_name="+",
                to="reference.legalform",
                verbose_name="legal forms",
            ),
        ),
        migrations.RunPython(keep_for_cooperatives, migrations.RunPython.noop),
    ]
