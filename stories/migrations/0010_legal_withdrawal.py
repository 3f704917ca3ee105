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
        migrations.AddField(
            model_name='withdrawal',
            name='returned_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='removed editions given back'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), ('lifted_at__isnull', False), _connector='OR'), name='what_replaces_a_withdrawn_edition_ends_its_withdrawal'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at', None), models.Q(('is_legal', True), ('lifted_at__isnull', False)), _connector='OR'), name='only_what_the_law_removed_is_given_back'),
        ),
    ]
