"""Profiles to and from files: export of what the list holds, import with its dry run.

What stands in a file and what comes of it is `entities/exchange/`.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entities.changes import Line, lines
from entities.exchange import exporting, taking
from entities.exchange.dry_run import look
from entities.exchange.known import standing_of
from entities.exchange.layout import COLUMNS, LARGEST_FILE
from entities.exchange.outcome import Outcome
from entities.models import Entity, ProfileFile
from newsroom import keys as keys_in
from newsroom.acts import Refused

ROWS_A_PAGE = 50
FAULTS_SHOWN = 200
FORMS = [
    ("csv", gettext_lazy("CSV, for a spreadsheet")),
    ("json", gettext_lazy("JSON, for a program")),
]


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or JSON, in UTF-8, of at most %(most)s MB.") % {
            "most": LARGEST_FILE // 1_000_000
        }

    def clean_file(self):
        """Not even read where it is larger than a file may be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = {"most": LARGEST_FILE // 1_000_000}
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Send it in parts.") % words
            )
        return file


class FormatForm(forms.Form):
    form = forms.ChoiceField(
        label=gettext_lazy("Kind of file"), choices=FORMS, widget=forms.RadioSelect, initial="csv"
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A row of the file as the page shows it: what it changes at once, and what waits."""

    outcome: Outcome
    lines: list[Line]
    held: list[Line]


class ExchangePages:
    """For the ModelAdmin of profiles."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("export/", wrap(self.export_view), name="entities_entity_export"),
            path("import/", wrap(self.import_view), name="entities_entity_import"),
            path(
                "import/<int:file_id>/",
                wrap(self.import_file_view),
                name="entities_entity_import_file",
            ),
            *super().get_urls(),
        ]

    # Export ----------------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Export"), permissions=["moderate"])
    def export(self, request, queryset):
        """What was chosen in the list, or all that it holds: that has no largest number."""
        if request.POST.get("select_across") == "1":
            address = reverse("admin:entities_entity_export")
            return redirect(f"{address}?{request.GET.urlencode()}")
        keys = ",".join(str(pk) for pk in queryset.order_by("pk").values_list("pk", flat=True))
        return self._ask_for_format(request, queryset, keys)

    def export_view(self, request):
        """Of what was chosen, or of all that the list holds with the filters of the address."""
        self._require(request)
        if "keys" in request.POST:
            found = (keys_in.read(text) for text in request.POST["keys"].split(","))
            chosen = [key for key in found if key is not None]
            entities, keys = Entity.objects.filter(pk__in=chosen), request.POST["keys"]
        else:
            try:
                entities, keys = self._listed(request), None
            except IncorrectLookupParameters:
                return redirect(reverse("admin:entities_entity_changelist") + "?e=1")
        form = FormatForm(request.POST if "form" in request.POST else None)
        if not form.is_valid():
            return self._ask_for_format(request, entities, keys, form=form)
        chosen_form = form.cleaned_data["form"]
        day = timezone.localdate()
        return StreamingHttpResponse(
            exporting.exported(entities=entities, form=chosen_form, by=request.user),
            content_type=exporting.TYPES[chosen_form],
            headers={"Content-Disposition": f'attachment; filename="profiles-{day}.{chosen_form}"'},
        )

    def _listed(self, request):
        """What the list would show of all its pages. Raises IncorrectLookupParameters."""
        return self.get_changelist_instance(request).get_queryset(request)

    def _ask_for_format(self, request, entities, keys, *, form=None):
        return self.show_page(
            request,
            "admin/entities/export.html",
            title=_("Export profiles"),
            form=form or FormatForm(),
            keys=keys,
            count=entities.exclude(state=Entity.State.MERGED).count(),
        )

    # Import ----------------------------------------------------------------------------------

    def import_view(self, request):
        self._require(request)
        sent = request.method == "POST"
        form = FileForm(request.POST, request.FILES) if sent else FileForm()
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                kept = taking.keep(
                    name=file.name, content=file.read(), by=request.user, now=timezone.now()
                )
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("admin:entities_entity_import_file", kept.pk)
        return self.show_page(
            request,
            "admin/entities/import.html",
            title=_("Import profiles"),
            form=form,
            columns=COLUMNS,
            export_url=reverse("admin:entities_entity_export"),
        )

    def import_file_view(self, request, file_id):
        """What would come of the file; and with a post, exactly that."""
        self._require(request)
        file = get_object_or_404(ProfileFile.objects.select_related("by"), pk=file_id)
        if request.method == "POST" and self._take(request, file):
            return redirect("admin:entities_entity_import_file", file.pk)
        if file.taken_at:
            return self.show_page(
                request, "admin/entities/import_taken.html", title=file.name, file=file
            )
        run = look(content=bytes(file.content), by=request.user, now=timezone.now())
        told = [outcome for outcome in run.outcomes if outcome.changes]
        pages = Paginator(told, ROWS_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        return self.show_page(
            request,
            "admin/entities/import_file.html",
            title=file.name,
            file=file,
            run=run,
            faults=run.faults[:FAULTS_SHOWN],
            faults_more=max(0, len(run.faults) - FAULTS_SHOWN),
            page=page,
            rows=[_shown(outcome, run.known.names) for outcome in page] if not run.faults else [],
        )

    def _take(self, request, file):
        """Whether the file was taken over; if not, the page says why and shows the outcome."""
        digest = request.POST.get("digest", "")
        try:
            taken = taking.take(file=file, digest=digest, by=request.user, now=timezone.now())
        except taking.TakenAlready as refusal:
            messages.error(request, str(refusal))
            return True
        except Refused as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, _told(taken))
        return True

    def _require(self, request):
        if not self.has_moderate_permission(request):
            raise PermissionDenied


def _shown(outcome, names):
    told = {"seen": standing_of(outcome.entity), "names": names}
    return Shown(
        outcome=outcome,
        lines=lines(outcome.entity, outcome.at_once, **told),
        held=lines(outcome.entity, outcome.held, **told),
    )


def _told(taken):
    parts = [
        ngettext("%(n)s new profile.", "%(n)s new profiles.", taken.new) % {"n": taken.new},
        ngettext("%(n)s profile changed.", "%(n)s profiles changed.", taken.changed)
        % {"n": taken.changed},
    ]
    if taken.waiting:
        sentence = ngettext(
            "Of %(n)s, something waits for a second moderator.",
            "Of %(n)s of them, something waits for a second moderator.",
            taken.waiting,
        )
        parts.append(sentence % {"n": taken.waiting})
    return " ".join(parts)
