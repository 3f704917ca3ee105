import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0007_preview_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='stories.story')),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presences',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('story', 'person'), name='a_person_is_present_once_at_a_story')],
            },
        ),
        migrations.CreateModel(
            name='Stash',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sitting', models.CharField(max_length=32)),
                ('packed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stashes', to='stories.story')),
            ],
            options={
                'verbose_name': 'unsaved work',
                'verbose_name_plural': 'unsaved work',
                'default_permissions': (),
                'indexes': [models.Index(fields=['person', 'story', '-at'], name='stories_sta_person__24b26b_idx')],
                'constraints': [models.UniqueConstraint(fields=('person', 'sitting'), name='a_sitting_of_a_person_has_one_stash')],
            },
        ),
    ]
