import django.db.models.deletion
import preau.tenancy.models
from django.db import migrations, models

from preau.tenancy.isolation import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('inquiries', '0006_timestamps'),
        ('tenancy', '0005_redirects'),
    ]

    operations = [
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_at', models.DateTimeField()),
                ('fault', models.CharField(blank=True, max_length=200)),
                ('inquiry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='watch', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        isolate("inquiries_watch"),
    ]
