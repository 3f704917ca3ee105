import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0004_revision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('urgency', models.PositiveSmallIntegerField(choices=[(1, 'Flash'), (2, 'Bulletin'), (3, 'Urgent'), (4, 'Routine')], default=4, verbose_name='urgency')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='assignment', to='stories.story')),
                ('writer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='writer')),
            ],
            options={
                'verbose_name': 'assignment',
                'verbose_name_plural': 'assignments',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('urgency__in', [1, 2, 3, 4])), name='an_urgency_is_one_of_four')],
            },
        ),
    ]
