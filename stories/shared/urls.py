"""The one address. No page links to it, and no page on it says it."""

from django.urls import path

from stories.shared import views

urlpatterns = [path("<str:token>/", views.preview, name="shared")]
