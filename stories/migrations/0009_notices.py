import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0008_presence_and_stash'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'A story is sent to you for review'), ('sent_back', 'Your story is sent back'), ('approved', 'Your story is approved'), ('scheduled', 'A story that you wrote or approved is scheduled'), ('published', 'A story that you wrote or approved is published'), ('answered', 'Your note is answered'), ('assigned', 'A story is assigned to you')], max_length=20, verbose_name='kind')),
                ('by_name', models.CharField(max_length=160)),
                ('words', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('is_on_desk', models.BooleanField(default=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('is_by_mail', models.BooleanField(default=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='stories.story')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('is_on_desk', True), ('read_at', None)), fields=['person', '-at'], name='notices_on_desk'), models.Index(condition=models.Q(('given_up_at', None), ('is_by_mail', True), ('mailed_at', None)), fields=['at'], name='unsent_mail')],
            },
        ),
        migrations.CreateModel(
            name='NoticeChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'A story is sent to you for review'), ('sent_back', 'Your story is sent back'), ('approved', 'Your story is approved'), ('scheduled', 'A story that you wrote or approved is scheduled'), ('published', 'A story that you wrote or approved is published'), ('answered', 'Your note is answered'), ('assigned', 'A story is assigned to you')], max_length=20)),
                ('way', models.CharField(choices=[('desk', 'On the desk'), ('mail', 'By e-mail')], max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'unwanted notice',
                'verbose_name_plural': 'unwanted notices',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'way'), name='a_notice_is_unwanted_once')],
            },
        ),
    ]
