"""Profiles and what is known of them."""

from entities.models.entity import Alias, Entity
from entities.models.moderation import ProfileRecord
from entities.models.position import Position

__all__ = ["Alias", "Entity", "Position", "ProfileRecord"]
