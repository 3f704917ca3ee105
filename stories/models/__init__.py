"""All models of briefs. Readers' code imports the submodules, never this package's names.

Importing from here imports the working copy: see docs/decisions/0002-two-halves.md.
"""

from stories.models.approval import Approval, StoryRecord
from stories.models.desk import Outlet, OutletAlias, Section, Tag
from stories.models.edition import (
    Edition,
    OutletLink,
    SectionLink,
    TagLink,
    TopicLink,
    Withdrawal,
)
from stories.models.story import (
    AnalysisPoint,
    Byline,
    Citation,
    Question,
    Story,
    StoryTag,
    StoryTopic,
    Version,
)

__all__ = [
    "AnalysisPoint",
    "Approval",
    "Byline",
    "Citation",
    "Edition",
    "Outlet",
    "OutletAlias",
    "OutletLink",
    "Question",
    "Section",
    "SectionLink",
    "Story",
    "StoryRecord",
    "StoryTag",
    "StoryTopic",
    "Tag",
    "TagLink",
    "TopicLink",
    "Version",
    "Withdrawal",
]
