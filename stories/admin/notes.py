"""Notes beside the story form: on a page of their own, in the rail, and where they belong."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from newsroom import keys
from newsroom.acts import NotPermitted, Refused
from stories import notes
from stories.admin.beside import BesideTheForm
from stories.models import ReviewNote

Part = ReviewNote.Part
# Which notes hang on which part of the form; a part is named by its first field or its rows.
ON_THE_FORM = {
    "headline": (Part.HEADLINE, Part.PICTURE),
    **{part.value: (part,) for part in Part if part not in (Part.HEADLINE, Part.PICTURE)},
}
ACTS = {
    "answer": (notes.answer, _("Answered.")),
    "resolve": (notes.resolve, _("Resolved.")),
    "reopen": (notes.reopen, _("Open again.")),
}


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a note can be about: `key` is “citations”, or “citations:12” for one row of them."""

    key: str
    words: str
    threads: list[notes.Thread]

    @property
    def id(self):
        return self.key.replace(":", "-")


@dataclass(frozen=True, kw_only=True)
class NotedPart:
    """A part of the story with its threads, and its rows as places for another note."""

    value: str
    label: str
    threads: list[notes.Thread]
    rows: list[tuple[str, str]]

    @property
    def open(self):
        return [thread for thread in self.threads if thread.is_open]

    @property
    def resolved(self):
        return [thread for thread in self.threads if not thread.is_open]


def noted_parts(story, *, by):
    """Every part in the order of the page, as admin/stories/notes.html shows it to a person."""
    rows, threads = notes.rows_of(story), notes.by_part(story, by=by)
    return [
        NotedPart(
            value=part.value,
            label=part.label,
            threads=threads[part],
            rows=[
                (f"{part.value}:{key}", f"{number}. {words}")
                for number, (key, words) in enumerate(rows.get(part, []), 1)
            ],
        )
        for part in Part
    ]


class NoteForm(forms.Form):
    """Any place is taken here: one may go while the note is typed, and the act says so."""

    place = forms.CharField(label=_("About"), widget=forms.Select)
    text = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": notes.LONGEST}),
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.choices = [
            (part.label, [(part.value, _("All of it")), *part.rows])
            if part.rows
            else (part.value, part.label)
            for part in parts
        ]

    @property
    def note(self):
        """What the act is told."""
        part, colon, row = self.cleaned_data["place"].partition(":")
        named = keys.read(row) or 0 if colon else None  # 0 is the key of no row
        return {"part": part, "row": named, "text": self.cleaned_data["text"]}


class NotePages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view
        act = "<int:object_id>/notes/<int:note_id>/<slug:act>/"
        return [
            path("<int:object_id>/notes/", view(self.notes_view), name="stories_story_notes"),
            path(act, view(self.note_view), name="stories_story_note"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        threads = notes.by_part(story, by=request.user)
        return super().rail(request, story) | {
            "notes": threads,
            "open_notes": notes.open_threads(threads),
            "may_note": notes.why_not_add(by=request.user) is None,
            "notes_url": _notes_url(story),
            "story_url": reverse("admin:stories_story_change", args=[story.pk]),
        }

    def render_change_form(self, request, context, *args, **kwargs):
        if threads := context.get("notes"):
            for part in context["page_parts"]:
                _hang(threads, part)
        return super().render_change_form(request, context, *args, **kwargs)

    def notes_view(self, request, object_id):
        """All notes of a story, and the form that adds one."""
        story = self.seen(request, object_id)
        parts = noted_parts(story, by=request.user)
        if request.method != "POST":
            form = NoteForm(parts=parts, initial={"place": request.GET.get("about")})
            return self._notes_page(request, story, form, parts)
        if refusal := notes.why_not_add(by=request.user):
            raise refusal
        form = NoteForm(request.POST, parts=parts)
        if form.is_valid():
            try:
                note = notes.add(story=story, by=request.user, now=timezone.now(), **form.note)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Noted."))
                return redirect(_back(request, note))
        return self._notes_page(request, story, form, parts)

    def note_view(self, request, object_id, note_id, act):
        """Answer, resolve or reopen one note."""
        story = self.seen(request, object_id)
        note = get_object_or_404(story.notes, pk=note_id)
        if act not in ACTS:
            raise Http404
        if request.method != "POST":
            return redirect(_notes_url(note.story, note))
        do, done = ACTS[act]
        said = {"text": request.POST.get("text", "")} if act == "answer" else {}
        try:
            do(note=note, by=request.user, now=timezone.now(), **said)
        except NotPermitted:
            raise
        except Refused as refusal:
            if said:
                return self._give_back(request, story, note, said["text"], refusal)
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(_back(request, note))

    def _give_back(self, request, story, note, text, refusal):
        """An answer that was refused is not lost: it can be made a note of its own."""
        parts = noted_parts(story, by=request.user)
        place = f"{note.part}:{note.row}"
        rows = {key for part in parts for key, _words in part.rows}
        form = NoteForm({"place": place if place in rows else note.part, "text": text}, parts=parts)
        form.is_valid()
        form.add_error(None, str(refusal))
        return self._notes_page(request, story, form, parts)

    def _notes_page(self, request, story, form, parts):
        return self.show_page(
            request,
            "admin/stories/notes_page.html",
            title=_("Notes"),
            story=story,
            form=form,
            parts=[part for part in parts if part.threads],
            may_note=notes.why_not_add(by=request.user) is None,
            next=_next(request),
        )


def _hang(threads, part):
    """Give a part of the form, and each of its rows, the open notes that belong there."""
    inline = part.get("inline")
    name = inline.formset.prefix if inline else part["name"]
    part["noted"] = [
        _place(each.value, each.label, [t for t in threads[each] if t.place is None])
        for each in ON_THE_FORM.get(name, ())
    ]
    if inline and part["noted"]:
        label = Part(name).label
        for form in inline.formset.initial_forms:
            if key := form.instance.pk:
                here = [t for t in threads[name] if t.note.row == key]
                form.noted = _place(f"{name}:{key}", f"{label}: {form.instance}", here)


def _place(key, words, threads):
    return Place(key=key, words=str(words), threads=[t for t in threads if t.is_open])


def _notes_url(story, note=None):
    url = reverse("admin:stories_story_notes", args=[story.pk])
    return f"{url}#note-{note.answers_to_id or note.pk}" if note else url


def _next(request):
    """Where the person came from, if that is a page of ours."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    hosts, is_secure = {request.get_host()}, request.is_secure()
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=hosts, require_https=is_secure)
    return url if is_ours else ""


def _back(request, note):
    return _next(request) or _notes_url(note.story, note)
