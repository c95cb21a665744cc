from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0012_aside'),
    ]

    operations = [
        migrations.AddField(
            model_name='election',
            name='worth',
            field=models.CharField(blank=True, max_length=240),
        ),
    ]
