"""Relations, suggestions, reports, merges, and what profiles know of themselves besides."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django_countries.fields
import entities.models.entity
import newsroom.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('entities', '0001_profiles'),
        ('newsroom', '0002_people_are_found_by_permission'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('under_way', 'Under way'), ('done', 'Done'), ('called_off', 'Called off'), ('undone', 'Undone')], default='under_way', max_length=20, verbose_name='state')),
                ('fields', models.JSONField(default=dict)),
                ('moved', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('by_name', models.CharField(max_length=160, verbose_name='by')),
                ('begun_at', models.DateTimeField(verbose_name='begun')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('undone_by_name', models.CharField(blank=True, max_length=160, verbose_name='undone by')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
            },
        ),
        migrations.CreateModel(
            name='NameBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PossibleDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('alias', 'They share a name'), ('near', 'Their names are nearly the same'), ('wikidata', 'They have the same Wikidata number')], max_length=20, verbose_name='reason')),
                ('found_at', models.DateTimeField(verbose_name='found')),
                ('told_apart_at', models.DateTimeField(null=True, verbose_name='told apart')),
                ('told_apart_by_name', models.CharField(blank=True, max_length=160)),
            ],
            options={
                'verbose_name': 'possible duplicate',
                'verbose_name_plural': 'possible duplicates',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ProfileFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField(verbose_name='at')),
                ('taken_at', models.DateTimeField(null=True, verbose_name='taken over')),
            ],
            options={
                'verbose_name': 'file of profiles',
                'verbose_name_plural': 'files of profiles',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('member_of', 'member of'), ('capital_of', 'capital of'), ('party_to', 'party to'), ('neighbour_of', 'neighbour of'), ('successor_of', 'successor of')], max_length=20, verbose_name='relation')),
                ('started_on', newsroom.fields.PartialDateField(blank=True, default=None, verbose_name='from')),
                ('ended_on', newsroom.fields.PartialDateField(blank=True, default=None, verbose_name='until')),
                ('source_name', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, verbose_name='its link')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='last checked')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('now', 'What they are or do now'), ('name', 'A name'), ('description', 'The description'), ('picture', 'The picture'), ('other', 'Something else')], max_length=20, verbose_name='what is wrong')),
                ('text', models.TextField(max_length=1000, verbose_name='what it should say')),
                ('source_url', models.URLField(blank=True, verbose_name='where one can see that')),
                ('reference', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('sender', models.CharField(blank=True, editable=False, max_length=64)),
                ('at', models.DateTimeField(verbose_name='at')),
                ('state', models.CharField(choices=[('waiting', 'Being looked at'), ('fixed', 'Put right'), ('declined', 'Left as it is')], default='waiting', editable=False, max_length=20, verbose_name='state')),
                ('answer', models.TextField(blank=True, verbose_name='answer to the reader')),
                ('decided_by_name', models.CharField(blank=True, max_length=160, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
            ],
            options={
                'verbose_name': 'reader’s report',
                'verbose_name_plural': 'readers’ reports',
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('staff', 'From the newsroom'), ('wikidata', 'From Wikidata')], default='staff', max_length=20, verbose_name='origin')),
                ('changes', models.JSONField(verbose_name='changes')),
                ('undo', models.JSONField(editable=False, null=True)),
                ('note', models.TextField(blank=True, verbose_name='why')),
                ('source_name', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, verbose_name='its link')),
                ('by_name', models.CharField(max_length=160, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('undone', 'Undone')], default='waiting', editable=False, max_length=20, verbose_name='state')),
                ('first_by_name', models.CharField(blank=True, max_length=160)),
                ('decided_by_name', models.CharField(blank=True, max_length=160, verbose_name='decided by')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('answer_read_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'suggestion',
                'verbose_name_plural': 'suggestions',
            },
        ),
        migrations.CreateModel(
            name='WikidataLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wikidata_id', models.CharField(max_length=20, unique=True)),
                ('label', models.CharField(max_length=250)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AlterModelOptions(
            name='entity',
            options={'permissions': [('propose_entity', 'Can propose a profile'), ('suggest_entity', 'Can suggest a change of a profile'), ('moderate_entity', 'Can approve and retire profiles')], 'verbose_name': 'profile', 'verbose_name_plural': 'profiles'},
        ),
        migrations.RemoveConstraint(
            model_name='entity',
            name='a_wikidata_number_belongs_to_one_profile',
        ),
        migrations.AddField(
            model_name='alias',
            name='near',
            field=entities.models.entity.NearKey(db_index=True, default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='entity',
            name='country',
            field=django_countries.fields.CountryField(blank=True, max_length=2, verbose_name='country'),
        ),
        migrations.AddField(
            model_name='entity',
            name='image_licence',
            field=models.CharField(blank=True, max_length=100, verbose_name='licence of that picture'),
        ),
        migrations.AddField(
            model_name='entity',
            name='image_name',
            field=models.CharField(blank=True, max_length=300, verbose_name='picture on Wikimedia Commons'),
        ),
        migrations.AddField(
            model_name='entity',
            name='imported',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='entity',
            name='name_is_guessed',
            field=models.BooleanField(default=False, editable=False, verbose_name='name was guessed'),
        ),
        migrations.AddField(
            model_name='entity',
            name='near',
            field=entities.models.entity.NearKey(db_index=True, default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='entity',
            name='official_site',
            field=models.URLField(blank=True, verbose_name='official site'),
        ),
        migrations.AddField(
            model_name='entity',
            name='postponed_until',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='postponed until'),
        ),
        migrations.AddField(
            model_name='entity',
            name='section_slug',
            field=models.SlugField(blank=True, help_text='The desk that looks after the profile.', max_length=60, verbose_name='section of interest'),
        ),
        migrations.AddField(
            model_name='position',
            name='as_of',
            field=models.DateField(blank=True, help_text='The day of which the source speaks.', null=True, verbose_name='as of'),
        ),
        migrations.AddField(
            model_name='position',
            name='wikidata_id',
            field=models.CharField(blank=True, editable=False, max_length=20, verbose_name='Wikidata'),
        ),
        migrations.AddField(
            model_name='profilerecord',
            name='page',
            field=models.PositiveBigIntegerField(db_index=True, default=0),
        ),
        migrations.AddField(
            model_name='profilerecord',
            name='source_url',
            field=models.URLField(blank=True, verbose_name='source'),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('wikidata_id', ''), _negated=True), models.Q(('state', 'merged'), _negated=True)), fields=('wikidata_id',), name='a_wikidata_number_belongs_to_one_profile', violation_error_message='Another profile has this Wikidata number.'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='loser',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_lost', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='merge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_won', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='possibleduplicate',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='possibleduplicate',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='possibleduplicate',
            name='told_apart_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='profilefile',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='relation',
            name='object',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_to_it', to='entities.entity', verbose_name='to (a profile)'),
        ),
        migrations.AddField(
            model_name='relation',
            name='subject',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='report',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='entity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='entity',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='first_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['state', '-begun_at'], name='entities_me_state_3b0eb7_idx'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['under_way', 'done'])), fields=('loser',), name='a_profile_is_merged_into_one_other'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'under_way')), fields=('survivor',), name='one_merge_into_a_profile_is_under_way'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('survivor', models.F('loser')), _negated=True), name='no_profile_is_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['done', 'undone']), _negated=True), ('done_at__isnull', False), _connector='OR'), name='a_merge_that_was_done_says_when'),
        ),
        migrations.AddConstraint(
            model_name='possibleduplicate',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='a_pair_is_offered_once'),
        ),
        migrations.AddConstraint(
            model_name='possibleduplicate',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='the_older_profile_of_a_pair_stands_first'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('subject', 'kind', 'object'), name='two_profiles_stand_in_a_relation_once', violation_error_message='The profile has this relation already.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('subject', 'object'), django.db.models.functions.comparison.Greatest('subject', 'object'), condition=models.Q(('kind', 'neighbour_of')), name='neighbours_are_told_once', violation_error_message='The two are neighbours already.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('subject', models.F('object')), _negated=True), name='no_profile_is_related_to_itself', violation_error_message='A profile stands in no relation to itself.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('started_on', None), ('ended_on', None), ('ended_on__gte', models.F('started_on')), ('started_on__startswith', models.F('ended_on')), _connector='OR'), name='a_relation_ends_after_it_began', violation_error_message='The relation ends before it begins.'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['state', 'at'], name='entities_re_state_46f00f_idx'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(condition=models.Q(('sender', ''), _negated=True), fields=['sender', 'at'], name='reports_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_report_says_something'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='a_reader_is_told_why_nothing_was_changed', violation_error_message='Tell the reader why it stays as it is.'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['state', 'at'], name='entities_su_state_6a6e71_idx'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['by', '-at'], name='entities_su_by_id_d62e67_idx'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(condition=models.Q(('origin', 'wikidata'), ('state', 'waiting')), fields=('entity',), name='wikidata_suggests_one_change_of_a_profile_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_declined_suggestion_says_why', violation_error_message='Say why it is declined.'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='a_suggestion_waits_or_was_decided'),
        ),
    ]
