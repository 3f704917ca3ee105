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

FOR_SUPERUSERS = {"is_superuser", "user_permissions"}


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

    def get_fieldsets(self, request, obj=None):
        """The roles are the groups: single permissions are for superusers to hand out."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser or not obj:
            return fieldsets
        return [
            (title, about | {"fields": [f for f in about["fields"] if f not in FOR_SUPERUSERS]})
            for title, about in fieldsets
        ]

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_view_permission(self, request, obj=None):
        """Names are offered to whoever signs stories; nothing else of people is theirs to see."""
        if _is_autocomplete(request) and request.user.has_perm("stories.change_story"):
            return True
        return super().has_view_permission(request, obj)

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if _is_autocomplete(request):
            found = found.filter(is_active=True, is_staff=True)
        return found, may_have_duplicates

    @admin.display(description=_("roles"))
    def roles(self, person):
        return ", ".join(group.name for group in person.groups.all())


def _is_autocomplete(request):
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"


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

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return pictures.may_describe(picture=obj, by=request.user)

    def has_delete_permission(self, request, obj=None):
        return False  # editions show it, and nobody can tell which

    def save_model(self, request, obj, form, change):
        if change:  # a new one is saved by the act in the form
            pictures.describe(picture=obj, by=request.user, now=timezone.now())

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        alt = picture.alt or str(_("No alt text yet"))
        return format_html('<img class="thumbnail" src="{}" alt="{}">', picture.file.url, alt)

    @admin.display(description=_("lacks"))
    def lacking(self, picture):
        return ", ".join(picture.lacks)
