from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.BooleanField(
                default=True,
                help_text="For those who look after files: one mail on working mornings with something to do.",
                verbose_name="the morning’s list by mail",
            ),
        ),
    ]
