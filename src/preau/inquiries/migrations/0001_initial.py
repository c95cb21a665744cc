"""The inquiry, its register and its chain."""

import django.contrib.postgres.fields
import django.db.models.deletion
import preau.inquiries.models.inquiry
import preau.tenancy.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('processes', '0002_open_requirement_kinds'),
        ('tenancy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'key'), name='one_document_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='inquiries.document')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor', models.CharField(max_length=40)),
                ('data', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
        ),
        migrations.CreateModel(
            name='DraftDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inquiries.document')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joined', to='inquiries.draft')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(model_name='draft', name='documents', field=models.ManyToManyField(related_name='+', through='inquiries.DraftDocument', to='inquiries.document')),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', models.JSONField()),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('purpose', models.TextField(verbose_name='Objet de l’enquête')),
                ('authority', models.CharField(max_length=160, verbose_name='Autorité qui organise')),
                ('project_owner', models.CharField(max_length=160, verbose_name='Responsable du projet')),
                ('project_contact', models.CharField(blank=True, max_length=240, verbose_name='Renseignements sur le projet')),
                ('seat', models.CharField(max_length=240, verbose_name='Siège de l’enquête')),
                ('places', models.TextField(blank=True, verbose_name='Lieux et heures où le dossier se consulte')),
                ('order_number', models.CharField(blank=True, max_length=60, verbose_name='Numéro de l’arrêté')),
                ('order_on', models.DateField(blank=True, null=True, verbose_name='Date de l’arrêté')),
                ('notice_on', models.DateField(blank=True, null=True, verbose_name='Date de l’avis au public')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Adresse e-mail de l’enquête')),
                ('has_web_register', models.BooleanField(default=True, verbose_name='Registre en ligne')),
                ('review', models.CharField(choices=[('after', 'Publiée dès son dépôt, relue ensuite'), ('before', 'Publiée après relecture')], default='after', max_length=8, verbose_name='Publication')),
                ('planned_end', models.DateTimeField()),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('sealed_at', models.DateTimeField(blank=True, null=True)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('step', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='inquiry', to='processes.step')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('token', models.CharField(default=preau.inquiries.models.inquiry.new_token, max_length=40)),
                ('language', models.CharField(default='fr', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='inquiries.inquiry')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('site', 'inquiry', 'email'), name='one_follower_per_address'),
                    models.UniqueConstraint(fields=('site', 'token'), name='one_follower_per_token'),
                ],
            },
        ),
        migrations.AddField(model_name='draft', name='inquiry', field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='inquiries.inquiry')),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('order', 'Arrêté d’ouverture'), ('notice', 'Avis au public'), ('recall', 'Rappel de l’avis'), ('press', 'Parution dans un journal'), ('posting', 'Certificat d’affichage'), ('letters', 'Lettres aux propriétaires'), ('document_asked', 'Document demandé'), ('visit', 'Visite des lieux'), ('hearing', 'Personne entendue'), ('meeting', 'Réunion publique'), ('opening_meeting', 'Réunion publique d’ouverture'), ('closing_meeting', 'Réunion publique de clôture'), ('prolongation', 'Prolongation'), ('suspension', 'Suspension'), ('resumption', 'Reprise'), ('complement', 'Enquête complémentaire'), ('outage', 'Panne du site'), ('closing', 'Clôture du registre'), ('minutes', 'Procès-verbal de synthèse'), ('reply', 'Mémoire en réponse'), ('report', 'Rapport'), ('conclusions', 'Conclusions motivées'), ('synthesis', 'Synthèse des observations'), ('motives', 'Motifs de la décision'), ('review', 'Bilan de la concertation'), ('measures', 'Mesures retenues'), ('deliberation', 'Délibération'), ('decision', 'Décision et suites données')], max_length=16, verbose_name='Acte')),
                ('done_on', models.DateField(verbose_name='Date de l’acte')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=160)),
                ('title', models.CharField(max_length=200, verbose_name='Titre')),
                ('text', models.TextField(blank=True, verbose_name='Texte')),
                ('data', models.JSONField(blank=True, default=dict)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('document', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='act', to='inquiries.document')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='inquiries.inquiry')),
            ],
            options={
                'ordering': ['done_on', 'pk'],
                'indexes': [models.Index(fields=['site', 'inquiry', 'kind'], name='inquiry_act')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=24)),
                ('ref', models.CharField(blank=True, max_length=80)),
                ('content', models.TextField()),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['place'],
                'indexes': [models.Index(fields=['site', 'inquiry', 'kind', 'ref'], name='link_kind')],
                'constraints': [models.UniqueConstraint(fields=('site', 'inquiry', 'place'), name='one_link_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('channel', models.CharField(choices=[('web', 'En ligne'), ('email', 'Courriel'), ('paper', 'Registre papier'), ('post', 'Courrier'), ('oral', 'Oral, en permanence'), ('meeting', 'Réunion publique'), ('council', 'Délibération ou association')], max_length=8, verbose_name='Voie')),
                ('channel_number', models.PositiveIntegerField()),
                ('is_late', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField(verbose_name='Reçue le')),
                ('entered_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='Registre ou lieu')),
                ('page', models.CharField(blank=True, max_length=20, verbose_name='Page')),
                ('author_kind', models.CharField(choices=[('anonymous', 'Sans nom'), ('pseudonym', 'Sous un pseudonyme'), ('named', 'Sous mon nom')], max_length=10, verbose_name='Signature')),
                ('author_name', models.CharField(blank=True, max_length=120, verbose_name='Nom')),
                ('quality', models.CharField(blank=True, max_length=120, verbose_name='En qualité de')),
                ('position', models.CharField(blank=True, choices=[('', 'Sans avis déclaré'), ('for', 'Favorable'), ('reserved', 'Favorable sous conditions'), ('against', 'Défavorable')], max_length=8, verbose_name='Avis')),
                ('parcel', models.CharField(blank=True, max_length=160, verbose_name='Parcelle ou lieu')),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('text', models.TextField(verbose_name='Observation')),
                ('public_text', models.TextField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('sketch', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('likeness', models.CharField(blank=True, max_length=16)),
                ('digest', models.CharField(max_length=64)),
                ('receipt', models.CharField(blank=True, max_length=64)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [
                    models.Index(fields=['site', 'inquiry', 'likeness'], name='observation_likeness'),
                    models.Index(fields=['site', 'receipt'], name='observation_receipt'),
                ],
                'constraints': [models.UniqueConstraint(fields=('site', 'inquiry', 'is_late', 'number'), name='one_observation_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Mask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('reason', models.CharField(choices=[('insult', 'Injure'), ('defamation', 'Diffamation'), ('incitement', 'Incitation à la haine ou à la violence'), ('private', 'Données personnelles d’autrui'), ('spam', 'Publicité sans lien')], max_length=12, verbose_name='Motif')),
                ('at', models.DateTimeField()),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='masks', to='inquiries.attachment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='masks', to='inquiries.observation')),
            ],
            options={
                'ordering': ['start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_at', models.DateTimeField()),
                ('message_id', models.CharField(blank=True, max_length=250)),
                ('sender', models.CharField(blank=True, max_length=250)),
                ('subject', models.CharField(blank=True, max_length=250)),
                ('text', models.TextField(blank=True)),
                ('left_out', models.JSONField(blank=True, default=list)),
                ('state', models.CharField(choices=[('waiting', 'À vérifier'), ('observation', 'Versé au registre'), ('other', 'N’est pas une observation'), ('automatic', 'Réponse automatique'), ('duplicate', 'Reçu deux fois'), ('broken', 'Illisible\xa0: à lire dans l’original')], default='waiting', max_length=12)),
                ('reason', models.CharField(blank=True, max_length=240)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('original', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mail', to='inquiries.document')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='inquiries.inquiry')),
                ('observation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mail', to='inquiries.observation')),
            ],
            options={
                'ordering': ['received_at', 'pk'],
                'indexes': [
                    models.Index(fields=['site', 'inquiry', 'state', 'received_at'], name='mail_state'),
                    models.Index(fields=['site', 'inquiry', 'message_id'], name='mail_message'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('network', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='contact', to='inquiries.observation')),
            ],
            options={
                'indexes': [models.Index(fields=['site', 'network', 'at'], name='observation_network')],
            },
        ),
        migrations.AddField(model_name='attachment', name='observation', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='inquiries.observation')),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('authority', 'Autorité qui organise'), ('project_owner', 'Responsable du projet'), ('commissioner', 'Commissaire enquêteur'), ('president', 'Présidence de la commission d’enquête'), ('member', 'Membre de la commission d’enquête'), ('substitute', 'Commissaire suppléant'), ('court', 'Tribunal administratif'), ('prefecture', 'Préfecture'), ('town_hall', 'Mairie où le registre est ouvert')], max_length=16, verbose_name='Qualité')),
                ('name', models.CharField(max_length=160, verbose_name='Nom')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='Adresse e-mail')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('independent_at', models.DateTimeField(blank=True, null=True)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['site', 'inquiry', 'user'], name='inquiry_party')],
            },
        ),
        migrations.CreateModel(
            name='Permanence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=240, verbose_name='Lieu')),
                ('starts_at', models.DateTimeField(verbose_name='Début')),
                ('ends_at', models.DateTimeField(verbose_name='Fin')),
                ('visitors', models.PositiveIntegerField(blank=True, null=True, verbose_name='Personnes reçues')),
                ('account', models.TextField(blank=True, verbose_name='Compte rendu')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='permanences', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['site', 'inquiry', 'starts_at'], name='inquiry_permanence')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='permanence_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.CharField(blank=True, max_length=30)),
                ('title', models.CharField(max_length=200, verbose_name='Titre de la pièce')),
                ('article', models.CharField(blank=True, max_length=80)),
                ('is_required', models.BooleanField(default=False)),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddField(model_name='observation', name='piece', field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inquiries.piece')),
        migrations.CreateModel(
            name='PieceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('alternative', models.TextField(blank=True, verbose_name='Résumé en texte')),
                ('words', models.TextField(blank=True)),
                ('pages', models.PositiveIntegerField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=240, verbose_name='Pourquoi')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='piece_version', to='inquiries.document')),
                ('piece', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='inquiries.piece')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('site', 'piece', 'number'), name='one_version_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='downloads', to='inquiries.pieceversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'version', 'day'), name='one_count_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='Thème')),
                ('answer', models.TextField(blank=True, verbose_name='Réponse du responsable du projet')),
                ('analysis', models.TextField(blank=True, verbose_name='Analyse du commissaire enquêteur')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='inquiries.inquiry')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('site', 'inquiry', 'title'), name='one_inquiry_theme_per_title')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.TextField(verbose_name='Point soulevé')),
                ('parcel', models.CharField(blank=True, max_length=80, verbose_name='Parcelle')),
                ('note', models.TextField(blank=True, verbose_name='Note pour la commission')),
                ('answer', models.TextField(blank=True, verbose_name='Réponse du responsable du projet')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='inquiries.party')),
                ('observation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='inquiries.observation')),
                ('site', models.ForeignKey(db_default=preau.tenancy.models.CurrentSite(), editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.site')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='points', to='inquiries.theme')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('site', 'observation', 'order'), name='one_point_per_place')],
            },
        ),
        migrations.AddConstraint(model_name='draft', constraint=models.UniqueConstraint(fields=('site', 'inquiry', 'visitor'), name='one_observation_draft')),
    ]
