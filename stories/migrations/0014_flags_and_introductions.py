"""Flags on stories, how their texts introduce people, and how often they name a topic."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('entities', '0002_the_moderators_desk'),
        ('stories', '0013_records_by_time'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='story',
            options={'permissions': [('submit_story', 'Can send a story for review'), ('review_story', 'Can approve a story or request changes'), ('publish_story', 'Can publish, schedule and correct a story'), ('withdraw_story', 'Can withdraw a story and restore it'), ('override_approval', 'Can approve their own work, with a reason'), ('assign_story', 'Can say who writes and who reviews a story, and by when'), ('share_story', 'Can show a version to someone without an account'), ('flag_story', 'Can ask the editor of a story to look at what a profile changed')], 'verbose_name': 'story', 'verbose_name_plural': 'stories'},
        ),
        migrations.AddField(
            model_name='topiclink',
            name='mentions',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('review', 'A story is sent to you for review'), ('sent_back', 'Your story is sent back'), ('approved', 'Your story is approved'), ('scheduled', 'A story that you wrote or approved is scheduled'), ('published', 'A story that you wrote or approved is published'), ('answered', 'Your note is answered'), ('assigned', 'A story is assigned to you'), ('flagged', 'A profile changed that your published story shows')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='noticechoice',
            name='kind',
            field=models.CharField(choices=[('review', 'A story is sent to you for review'), ('sent_back', 'Your story is sent back'), ('approved', 'Your story is approved'), ('scheduled', 'A story that you wrote or approved is scheduled'), ('published', 'A story that you wrote or approved is published'), ('answered', 'Your note is answered'), ('assigned', 'A story is assigned to you'), ('flagged', 'A profile changed that your published story shows')], max_length=20),
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sentence', models.TextField(verbose_name='what changed')),
                ('by_name', models.CharField(max_length=160, verbose_name='by')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('settled_by_name', models.CharField(blank=True, max_length=160, verbose_name='settled by')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled')),
                ('answer', models.TextField(blank=True, verbose_name='what was done')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity', verbose_name='profile')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='stories.story')),
            ],
            options={
                'verbose_name': 'flag',
                'verbose_name_plural': 'flags',
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['-at'], name='open_flags')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('story', 'entity'), name='a_story_is_flagged_once_for_a_profile'), models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='a_flag_says_what_changed')],
            },
        ),
        migrations.CreateModel(
            name='Introduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('clashes', models.BooleanField(default=False)),
                ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entities.entity')),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='introductions', to='stories.story')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('clashes', True)), fields=['entity'], name='introductions_that_clash')],
                'constraints': [models.UniqueConstraint(fields=('story', 'entity', 'title'), name='a_title_is_kept_once_a_story')],
            },
        ),
    ]
