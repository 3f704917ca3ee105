"""An index of the records of all stories by their time: what happened lately, without a scan."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("stories", "0012_headlines_of_editions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="storyrecord",
            index=models.Index(fields=["-at", "-id"], name="stories_sto_at_55da08_idx"),
        ),
    ]
