"""All models of briefs. Readers' code imports the submodules, never this package's names.

Importing from here imports the working copy: see docs/decisions/0002-two-halves.md.
"""

from stories.models.approval import Approval, ReviewNote, StoryRecord
from stories.models.assignment import Assignment
from stories.models.desk import Outlet, OutletAlias, Section, Tag
from stories.models.edition import (
    Edition,
    OutletLink,
    SectionLink,
    TagLink,
    TopicLink,
    Withdrawal,
)
from stories.models.notice import Notice, NoticeChoice
from stories.models.profiles import Flag, Introduction
from stories.models.sharing import PreviewLink
from stories.models.sitting import Presence, Stash
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
    "Assignment",
    "Byline",
    "Citation",
    "Edition",
    "Flag",
    "Introduction",
    "Notice",
    "NoticeChoice",
    "Outlet",
    "OutletAlias",
    "OutletLink",
    "Presence",
    "PreviewLink",
    "Question",
    "ReviewNote",
    "Section",
    "SectionLink",
    "Stash",
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
