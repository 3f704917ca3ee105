"""App configurations of the project itself: its models, and Django's admin with our site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("People and pictures")

    def ready(self):
        from newsroom import checks  # noqa: F401, PLC0415  registers the system checks


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsroom.adminsite.NewsroomAdminSite"
