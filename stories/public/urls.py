"""Readers' addresses."""

from django.urls import path

from stories.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("briefs/", views.archive, name="archive"),
    path("briefs/<slug:slug>/", views.story, name="story"),
    path("briefs/<slug:slug>/editions/", views.editions, name="editions"),
    path("briefs/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("outlets/<slug:slug>/", views.outlet, name="outlet"),
    path("tags/<str:slug>/", views.tag, name="tag"),
]
