"""Profiles and what is known of them."""

from entities.models.entity import Alias, Entity
from entities.models.exchange import ProfileFile, WikidataLabel
from entities.models.merging import Merge, PossibleDuplicate
from entities.models.moderation import NameBook, ProfileRecord, Report, Suggestion
from entities.models.position import Position
from entities.models.relation import Relation

__all__ = [
    "Alias",
    "Entity",
    "Merge",
    "NameBook",
    "Position",
    "PossibleDuplicate",
    "ProfileFile",
    "ProfileRecord",
    "Relation",
    "Report",
    "Suggestion",
    "WikidataLabel",
]
