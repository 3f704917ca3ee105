"""Versions in the admin: the list, any two side by side, one as a page, and one put back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import keys
from newsroom.acts import Refused
from newsroom.buttons import ActForm, seen_token
from stories import parts, versions
from stories.admin.beside import BesideTheForm, as_readers_would
from stories.admin.edition import readable_by
from stories.difference import changed_parts, compare, summary
from stories.freezing import freeze


class VersionPages(BesideTheForm):
    def get_urls(self):
        pages = [
            ("versions/", self.versions_view, "versions"),
            ("versions/<int:number>/", self.version_view, "version"),
            ("versions/<int:number>/restore/", self.version_restore_view, "version_restore"),
            ("compare/", self.compare_view, "compare"),
        ]
        return [
            *(
                path(
                    f"<int:object_id>/{address}",
                    self.admin_site.admin_view(view),
                    name=f"stories_story_{name}",
                )
                for address, view, name in pages
            ),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        return super().rail(request, story) | {
            "versions_url": _address("versions", story),
            "compare_url": _address("compare", story),
        }

    def versions_view(self, request, object_id):
        story = self.seen(request, object_id)
        before = request.GET.get("before", "")
        if before and keys.read(before) is None:
            raise Http404
        history = versions.history(story, before=keys.read(before))
        return self.show_page(
            request,
            "admin/stories/versions.html",
            title=_("Versions"),
            story=story,
            history=history,
            rows=[(entry, parts.titles(entry.changed)) for entry in history.entries],
            before=before,
            current=freeze(story).digest,
            live=_live(story),
            seen=seen_token(story),
            may_restore=self.has_change_permission(request, story),
        )

    def version_view(self, request, object_id, number):
        story = self.seen(request, object_id)
        shown = versions.of_version(_version(story, number))
        url = _address("versions", story)
        return as_readers_would(
            request, shown.document, story=story.pk, version=shown, versions_url=url
        )

    def version_restore_view(self, request, object_id, number):
        """Show what would change, then put the version back."""
        story = self.seen(request, object_id)
        version = _version(story, number)
        refusal = versions.why_not_restore(story=story, version=version, by=request.user)
        if refusal := refusal or self._has_moved(request, story):
            return self._refuse(request, story, refusal)
        posted = request.POST if request.method == "POST" else None
        form = ActForm(posted, initial=request.GET.dict(), target=story, person=request.user)
        if form.is_valid():
            try:
                restored = versions.restore(
                    story=story,
                    version=version,
                    by=request.user,
                    now=timezone.now(),
                    **form.cleaned_data,
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                _tell(request, restored, version)
                return redirect(self._home(story))
        changed = changed_parts(freeze(story), version.document)
        return self.show_page(
            request,
            "admin/stories/version_restore.html",
            title=_("Put version %(number)s back") % {"number": number},
            story=story,
            form=form,
            version=version,
            words=versions.in_words(version),
            changed=parts.titles(changed),
        )

    def compare_view(self, request, object_id):
        story = self.seen(request, object_id)
        choices = _choices(story, request.user)
        old, new = _sides(request, story, choices)
        documents = [side.document for side in (old, new) if side]
        compared = compare(
            old.document if old else None,
            new.document,
            names=versions.topic_names(documents),
        )
        shown = [(parts.title(part.name), part) for part in compared]
        current = freeze(story).digest
        return self.show_page(
            request,
            "admin/stories/compare.html",
            title=_("What changed"),
            story=story,
            sides=[
                (field, label, side, bool(side) and side.document.digest != current)
                for field, label, side in (("old", _("From"), old), ("new", _("To"), new))
            ],
            old=old,
            new=new,
            changed=[each for each in shown if each[1].is_changed],
            unchanged=[each for each in shown if each[1].blocks and not each[1].is_changed],
            summary=summary(compared) if old else None,
            choices=choices,
            is_whole=request.GET.get("whole") == "1",
            may_restore=self.has_change_permission(request, story),
        )


def _sides(request, story, choices):
    """The two texts that the address names; where it names none, the likeliest.

    Raises Http404 for what is none of the choices.
    """
    now = timezone.now()
    before = str(story.version - 1) if story.version > 1 else ""
    old = request.GET.get("old") or (versions.LIVE if _live(story) else before)
    new = request.GET.get("new") or versions.NOW
    known = {name for _group, texts in choices for name, _words in texts}
    if not {old, new} - {""} <= known:
        raise Http404
    side = versions.side(story, old, now=now) if old else None
    return side, versions.side(story, new, now=now)


def _version(story, number):
    try:
        return versions.version(story, number)
    except versions.NoSuchVersion:
        raise Http404 from None


def _live(story):
    now = timezone.now()
    return next((edition for edition in story.light_editions if edition.is_live(now=now)), None)


def _choices(story, person):
    """Every text of the story that the person may read, by its name: groups of (name, words)."""
    live = [(versions.LIVE, _("The live edition"))] if _live(story) else []
    editions = [
        (f"{versions.EDITION}{edition.number}", _("Edition %(n)s") % {"n": edition.number})
        for edition in readable_by(person, story)[::-1]
    ]
    saved = [
        (str(version.number), versions.in_words(version))
        for version in list(story.light_versions)[::-1]
    ]
    return [
        (_("Today"), [(versions.NOW, _("As it stands now")), *live]),
        (_("Editions"), editions),
        (_("Versions"), saved),
    ]


def _tell(request, restored, version):
    sentence = _("Version %(number)s was put back. It is version %(new)s now.")
    words = {"number": version.number, "new": restored.version.number}
    messages.success(request, sentence % words)
    for warning in restored.warnings:
        messages.warning(request, warning)


def _address(name, story, *more):
    return reverse(f"admin:stories_story_{name}", args=[story.pk, *more])
