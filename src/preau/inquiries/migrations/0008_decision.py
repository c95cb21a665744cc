from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("inquiries", "0007_outages"),
    ]

    operations = [
        migrations.AddField(
            model_name="inquiry",
            name="decision",
            field=models.CharField(
                blank=True,
                db_default="",
                max_length=400,
                verbose_name="Décision au terme de la procédure",
            ),
        ),
    ]
