"""People, roles and pictures in the admin."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from newsroom import acts, pictures
from newsroom.adminsite import DeskAdmin
from newsroom.models import Picture, User


@admin.register(User)
class PersonAdmin(DeskAdmin, UserAdmin):
    list_display = ["username", "public_name", "email", "roles", "is_active"]
    search_fields = ["username", "public_name", "first_name", "last_name", "email"]
    fieldsets = [
        *UserAdmin.fieldsets[:2],
        (_("For readers"), {"fields": ["public_name", "byline", "biography"]}),
        *UserAdmin.fieldsets[2:],
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, person):
        return ", ".join(group.name for group in person.groups.all())


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(DeskAdmin, GroupAdmin):
    pass


ABOUT = ["alt", "caption", "credit", "source", "licence", "licence_url", "is_synthetic"]
TYPED = ["alt", "caption", "credit", "source", "licence"]


class UploadForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP or AVIF. Empty fields below are filled from what it carries."),
    )

    class Meta:
        model = Picture
        fields = TYPED

    person: User

    def clean(self):
        """Take the file in here, so that a refusal stands beside the field."""
        cleaned = super().clean()
        if not self.errors:
            try:
                self.taken_in = pictures.take_in(
                    upload=cleaned["upload"],
                    by=self.person,
                    now=timezone.now(),
                    **{name: cleaned[name] for name in TYPED},
                )
            except acts.Refused as refusal:
                self.add_error("upload", str(refusal))
        return cleaned

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.taken_in


@admin.register(Picture)
class PictureAdmin(DeskAdmin):
    list_display = ["thumbnail", "caption", "credit", "licence", "lacking", "uploaded_at"]
    list_display_links = ["thumbnail", "caption"]
    search_fields = ["caption", "alt", "credit"]
    ordering = ["-uploaded_at", "-pk"]
    readonly_fields = ["thumbnail", "uploaded_at", "uploaded_by"]

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            return type("UploadForm", (UploadForm,), {"person": request.user})
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request, obj=None):
        return [*self.readonly_fields, *ABOUT] if obj else ["upload", *TYPED]

    def save_model(self, request, obj, form, change):
        if change:  # a new one is saved by the act
            super().save_model(request, obj, form, change)

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return format_html('<img class="thumbnail" src="{}" alt="">', picture.file.url)

    @admin.display(description=_("lacks"))
    def lacking(self, picture):
        return ", ".join(picture.lacks)
