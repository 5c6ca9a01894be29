from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0004_printed_names")]

    operations = [
        migrations.AddField(
            "site",
            "mail_days",
            models.CharField(
                blank=True,
                default="",
                help_text="1 is Monday, 7 is Sunday; empty: the working days. Calls are made on working days only.",
                max_length=13,
                verbose_name="days on which mail may leave",
            ),
        ),
    ]
