"""The moderators' half of the admin. Importing it registers the models."""

from entities.admin.entity import EntityAdmin

__all__ = ["EntityAdmin"]
