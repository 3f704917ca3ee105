"""The roles of a newsroom as data: each is a group, with the permissions that it grants.

The migration that makes the groups and the tests both read this. To change a role, change it
here and add a migration that calls `grant`.
"""

WRITER = "Writer"
EDITOR = "Editor"
MODERATOR = "Moderator"
ADMINISTRATOR = "Administrator"


def _all(*models: str, verbs: str = "view add change delete") -> set[str]:
    return {
        f"{app}.{verb}_{name}"
        for app, name in (model.split(".") for model in models)
        for verb in verbs.split()
    }


ROWS = ("stories.analysispoint", "stories.citation", "stories.question", "stories.storytopic")
BYLINES = ("stories.byline", "stories.storytag")
LOOKED_UP = ("stories.section", "stories.outlet", "stories.outletalias", "stories.tag")
PROFILES = ("entities.entity", "entities.alias", "entities.position", "entities.relation")
MODERATION = ("entities.suggestion", "entities.report", "entities.merge")

WRITES = (
    _all("stories.story", verbs="view add change")
    | _all(*ROWS, *BYLINES)
    | _all(*LOOKED_UP, "stories.edition", verbs="view")
    | _all("stories.outlet", "stories.outletalias", "stories.tag", verbs="add")
    | _all("newsroom.picture", verbs="view add")
    | _all(*PROFILES, verbs="view add")
    | _all("stories.reviewnote", verbs="view add")
    | {"entities.propose_entity", "entities.suggest_entity", "stories.submit_story"}
)
EDITS = (
    WRITES
    | _all("stories.story", verbs="delete")
    | _all(*LOOKED_UP)
    | _all("newsroom.picture", verbs="change")
    | {"stories.review_story", "stories.publish_story"}
    | {"stories.assign_story", "stories.share_story"}
)
MODERATES = (
    _all(*PROFILES)
    | _all(*MODERATION, verbs="view")
    | _all("newsroom.picture", verbs="view add change")
    | _all("stories.story", "stories.edition", *ROWS, *LOOKED_UP, verbs="view")
    | _all("stories.reviewnote", verbs="view")
    | {"entities.propose_entity", "entities.suggest_entity", "entities.moderate_entity"}
    | {"stories.flag_story"}
)
ADMINISTERS = (
    EDITS
    | MODERATES
    | _all("newsroom.user", "auth.group")
    | {"stories.withdraw_story", "stories.override_approval"}
)

ROLES: dict[str, set[str]] = {
    WRITER: WRITES,
    EDITOR: EDITS,
    MODERATOR: MODERATES,
    ADMINISTRATOR: ADMINISTERS,
}


def grant(group_model, permission_model) -> None:
    """Make each group, and give it those of the permissions above that exist so far.

    An early migration runs before the models of a later one: the later one calls this again, and
    tests/stories/test_roles.py sees to it that nothing is missing in the end.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _created = group_model.objects.get_or_create(name=name)
        group.permissions.set(known[each] for each in wanted & known.keys())
