"""Readers' addresses."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from stories.public import reports, views


class AnyScript(StringConverter):
    """A slug in any script: letters, digits, hyphens and underscores."""

    regex = r"[-\w]+"


register_converter(AnyScript, "any_slug")

urlpatterns = [
    path("", views.home, name="home"),
    path("briefs/", views.archive, name="archive"),
    path("briefs/<slug:slug>/", views.story, name="story"),
    path("briefs/<slug:slug>/editions/", views.editions, name="editions"),
    path("briefs/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("topics/<any_slug:slug>/", views.topic, name="topic"),
    path("topics/<any_slug:slug>/report/", reports.report, name="topic_report"),
    path("reports/<str:reference>/", reports.status, name="report"),
    path("outlets/<slug:slug>/", views.outlet, name="outlet"),
    path("tags/<any_slug:slug>/", views.tag, name="tag"),
]
