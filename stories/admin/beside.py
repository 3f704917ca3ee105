"""What the pages beside the story form have in common. Each kind of page is a mixin of its own."""

from django.template.response import TemplateResponse


class BesideTheForm:
    """Cooperates by `super()`: `get_urls` for addresses, `rail` for what the rail shows."""

    def rail(self, request, story):
        return {}

    def show_page(self, request, template, *, title, story=None, **context):
        """A page of the desk with the frame and the breadcrumbs of the story form."""
        context |= self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "original": story,
        }
        return TemplateResponse(request, template, context)
