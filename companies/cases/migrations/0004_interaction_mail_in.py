from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_due_on")]

    operations = [
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                condition=models.Q(("kind", "mail"), models.Q(("sender", ""), _negated=True)),
                fields=["at"],
                name="interaction_mail_in",
            ),
        ),
    ]
