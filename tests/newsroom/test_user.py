"""Who may do what, asked of all people at once."""

import pytest
from django.contrib.auth.models import Permission

from newsroom import roles
from newsroom.models import User
from tests import make

pytestmark = pytest.mark.django_db


def named(permission):
    return sorted(User.objects.who_may(permission).values_list("username", flat=True))


@pytest.fixture
def people(editor, writer, moderator, administrator):
    User.objects.create_superuser("root", password="newsroom")
    gone = make.user(role=roles.EDITOR, username="gone")
    outside = make.user(role=roles.EDITOR, username="outside")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=outside.pk).update(is_staff=False)
    return User.objects.all()


def test_who_may_is_asked_in_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert named("stories.review_story") == ["admin", "editor", "root"]


def test_who_may_is_what_each_of_them_would_be_told(people):
    for permission in ("stories.view_story", "stories.submit_story", "stories.withdraw_story"):
        one_by_one = [
            person.username for person in people if person.is_staff and person.has_perm(permission)
        ]
        assert named(permission) == sorted(one_by_one)


def test_a_permission_given_by_name_counts(people, writer):
    writer.user_permissions.add(Permission.objects.get(codename="review_story"))
    assert named("stories.review_story") == ["admin", "editor", "root", "writer"]


def test_another_way_of_logging_in_changes_nothing(people, settings):
    settings.AUTHENTICATION_BACKENDS = [
        "django.contrib.auth.backends.ModelBackend",
        "django.contrib.auth.backends.RemoteUserBackend",
    ]
    assert named("stories.review_story") == ["admin", "editor", "root"]
