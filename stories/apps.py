from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = _("Stories")

    def ready(self):
        import stories.standards.checks  # noqa: F401, PLC0415  registers it
        from entities import exposure  # noqa: PLC0415
        from stories import receivers  # noqa: F401, PLC0415  connects them
        from stories.demo import checks  # noqa: F401, PLC0415  registers it
        from stories.exposure import InBriefs  # noqa: PLC0415

        exposure.say(InBriefs())
