"""Fixtures of the tests of stories."""

import pytest

from stories.models import Story
from tests import make


@pytest.fixture
def story(editor):
    """A story with topics, outlets and tags that readers see from NOW on."""
    edition = make.edition(
        approver=editor,
        topics=[make.entity(), make.entity()],
        outlets=[make.outlet("Paper A"), make.outlet("Paper B"), make.outlet("Paper C")],
        tags=["budget"],
    )
    return Story.objects.get(pk=edition.story_id)
