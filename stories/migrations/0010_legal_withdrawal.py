import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0009_notices'),
    ]

    operations = [
        migrations.AddField(
            model_name='withdrawal',
            name='is_legal',
            field=models.BooleanField(default=False, verbose_name='for legal reasons'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='replaced_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stories.edition'),
        ),
    ]
