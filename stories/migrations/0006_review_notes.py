import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0005_assignment'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('headline', 'Headline and standfirst'), ('picture', 'Lead picture'), ('what_happened', 'What’s happened'), ('points', 'What’s behind the headline'), ('citations', 'What the papers say'), ('synthesis', 'What the papers say together'), ('background', 'How we got here'), ('questions', 'Go deeper'), ('topics', 'Topics and tags')], max_length=20, verbose_name='part')),
                ('row', models.PositiveBigIntegerField(null=True)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(verbose_name='note')),
                ('by_name', models.CharField(max_length=160)),
                ('at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolved_by_name', models.CharField(blank=True, max_length=160)),
                ('answers_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='stories.reviewnote')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='stories.story')),
            ],
            options={
                'verbose_name': 'review note',
                'verbose_name_plural': 'review notes',
                'indexes': [models.Index(fields=['story', 'at'], name='stories_rev_story_i_679014_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_review_note_says_something'), models.CheckConstraint(condition=models.Q(('resolved_at', None), models.Q(('resolved_by_name', ''), _negated=True), _connector='OR'), name='a_note_is_resolved_by_name'), models.CheckConstraint(condition=models.Q(('answers_to', None), ('resolved_at', None), _connector='OR'), name='an_answer_is_not_resolved_by_itself')],
            },
        ),
    ]
