import django.db.models.deletion
import preau.tenancy.models
from django.conf import settings
from django.db import migrations, models

from preau.tenancy.isolation import isolate


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
        ('voting', '0008_hours'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rehearsal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('voters', models.PositiveIntegerField()),
                ('seed', models.CharField(max_length=40)),
                ('report', models.JSONField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='voting.election')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['site', 'election', '-id'], name='rehearsal_latest')],
            },
        ),
        isolate('voting_rehearsal'),
    ]
