"""An index of headlines in any case: one that a live brief has already is found without a scan."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("stories", "0011_roles_of_the_desk")]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(Lower("headline"), name="headline_in_any_case"),
        )
    ]
