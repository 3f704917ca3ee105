from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0003_roles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='story',
            options={'permissions': [('submit_story', 'Can send a story for review'), ('review_story', 'Can approve a story or request changes'), ('publish_story', 'Can publish, schedule and correct a story'), ('withdraw_story', 'Can withdraw a story and restore it'), ('override_approval', 'Can approve their own work, with a reason'), ('assign_story', 'Can say who writes and who reviews a story, and by when'), ('share_story', 'Can show a version to someone without an account')], 'verbose_name': 'story', 'verbose_name_plural': 'stories'},
        ),
        migrations.AddField(
            model_name='story',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
