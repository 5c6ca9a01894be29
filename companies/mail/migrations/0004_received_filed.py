from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_wording_made_by")]

    operations = [
        migrations.AddField(
            model_name="received",
            name="filed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="filed"),
        ),
        migrations.AddIndex(
            model_name="received",
            index=models.Index(
                condition=Q(("filed_at__isnull", True), ("kind", "reply")), fields=["id"], name="mail_received_to_file"
            ),
        ),
    ]
