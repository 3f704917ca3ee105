"""The desk: stories, editions, sections and outlets in the admin."""

from stories.admin import desk, edition, front, story

__all__ = ["desk", "edition", "front", "story"]
