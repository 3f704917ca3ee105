"""Sections, outlets and tags in the admin: what stories name keeps its address."""

import pytest
from django.urls import reverse

from stories import review
from stories.freezing import freeze
from stories.models import Outlet, Story, Tag
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


def url_of(thing, page="change"):
    return reverse(f"admin:stories_{thing._meta.model_name}_{page}", args=[thing.pk])


def save(client, thing, **changes):
    page = client.get(url_of(thing)).content.decode()
    data = fields_of(page, f"{thing._meta.model_name}_form") | changes
    response = client.post(url_of(thing), data)
    assert response.status_code == 302
    thing.refresh_from_db()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def story():
    return make.edition(outlets=[make.outlet("Paper Z")], tags=["trade"]).story


def test_the_address_of_a_section_an_outlet_and_a_tag_stays(desk, story):
    things = [story.section, Outlet.objects.get(name="Paper Z"), Tag.objects.get(name="trade")]
    for thing in things:
        before = thing.slug
        save(desk, thing, name="Another name", slug="another-address")
        assert (thing.name, thing.slug) == ("Another name", before)


def test_what_a_published_edition_named_is_not_deleted(desk, story):
    outlet, tag = Outlet.objects.get(name="Paper Z"), Tag.objects.get(name="trade")
    story.citations.all().delete()
    story.tags.clear()
    make.edit(story)
    for thing in (outlet, tag):
        assert desk.post(url_of(thing, "delete"), {"post": "yes"}).status_code == 403
    unused = make.outlet("Unused")
    assert desk.post(url_of(unused, "delete"), {"post": "yes"}).status_code == 302


def test_who_renames_an_outlet_worked_on_the_open_stories_that_cite_it(desk, editor):
    outlet = make.outlet("Paper Z")
    waiting = make.in_review(outlets=[outlet])
    published = make.edition(outlets=[outlet]).story
    versions = published.versions.count()
    save(desk, outlet, name="Paper Zed")
    digest = freeze(waiting).digest
    with pytest.raises(review.OwnWork):
        review.approve(story=waiting, by=editor, now=make.NOW, digest=digest)
    assert published.versions.count() == versions
    published.refresh_from_db()
    assert published.state == Story.State.PUBLISHED
