from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_outreach")]

    operations = [
        migrations.AddField(
            model_name="wording",
            name="made_by",
            field=models.BigIntegerField(blank=True, editable=False, null=True, verbose_name="written by"),
        ),
    ]
