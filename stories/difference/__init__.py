"""What differs between two documents, part by part and word by word. Knows nothing of Django.

A reviewer compares the working copy with the live edition, an editor two versions, a reader two
editions. Whoever compares takes what stands here; the modules inside are for each other.
"""

from newsroom.difference.runs import Change, Run
from stories.difference.parts import (
    Block,
    Field,
    Gap,
    Part,
    Summary,
    changed_parts,
    compare,
    summary,
)

__all__ = [
    "Block",
    "Change",
    "Field",
    "Gap",
    "Part",
    "Run",
    "Summary",
    "changed_parts",
    "compare",
    "summary",
]
