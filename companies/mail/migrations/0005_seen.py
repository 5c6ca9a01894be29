from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0004_received_filed")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trouble seen by a person"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["dead", "uncertain"])),
                fields=["-posted_at", "-id"],
                name="mail_message_troubled",
            ),
        ),
    ]
