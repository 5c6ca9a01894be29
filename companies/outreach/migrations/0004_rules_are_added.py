from django.db import migrations


class Migration(migrations.Migration):
    """A rule is never altered: a day may have several, of which the last made applies."""

    dependencies = [("outreach", "0003_failures")]

    operations = [
        migrations.AlterModelOptions(
            name="policy",
            options={
                "ordering": ["kind", "rung", "-valid_from", "-id"],
                "verbose_name": "reminder rule",
                "verbose_name_plural": "reminder rules",
            },
        ),
        migrations.RemoveConstraint(model_name="policy", name="policy_once"),
    ]
