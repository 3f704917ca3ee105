"""Django's own admin over the same tables, with nothing of ours: what the story form is held to."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.urls import path

from entities.models import Entity
from newsroom.models import Picture, User
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Outlet,
    Question,
    Story,
    StoryTopic,
)

site = admin.AdminSite(name="stock")


class Searched(admin.ModelAdmin):
    search_fields = ["pk"]


def rows(of, *searched):
    """A stock inline of the rows, with the stock autocomplete where ours has one."""
    options = {"model": of, "extra": 0, "autocomplete_fields": searched}
    return type(f"{of.__name__}Inline", (admin.StackedInline,), options)


class StockStoryAdmin(admin.ModelAdmin):
    autocomplete_fields = ["picture"]
    inlines = [
        rows(Byline, "user"),
        rows(AnalysisPoint),
        rows(Citation, "outlet"),
        rows(Question),
        rows(StoryTopic, "entity"),
    ]


site.register(User, UserAdmin)
site.register([Picture, Outlet, Entity], Searched)
site.register(Story, StockStoryAdmin)

urlpatterns = [path("stock/", site.urls)]
