"""The acts on a story as buttons: their words, and what each asks for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.buttons import ActForm, Button, NoteForm
from stories import publishing, review
from stories.freezing import freeze
from stories.models import Edition


class RequestChangesForm(ActForm):
    note = forms.CharField(label=_("What should change"), widget=forms.Textarea(attrs={"rows": 5}))


class ApproveForm(NoteForm):
    """Carries the digest of the text that stood on the desk when the page was opened."""

    digest = forms.CharField(widget=forms.HiddenInput)
    override_reason = forms.CharField(
        label=_("Why you approve your own work"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept, and shown with the edition."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("digest", freeze(self.target).digest)
        now = timezone.now()
        if review.why_not_approve(story=self.target, by=self.person, now=now) is None:
            del self.fields["override_reason"]
        else:
            self.fields["override_reason"].required = True


class PublishForm(ActForm):
    """From the second edition on: what kind of change it is, and what changed."""

    kind = forms.ChoiceField(label=_("Kind of change"))
    what_changed = forms.CharField(
        label=_("What changed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For readers. A correction says what was wrong; a minor change needs none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in Edition.LATER_KINDS]
        self.fields["kind"].choices = [("", "---------"), *kinds]
        if not self.target.editions.appeared(now=timezone.now()).exists():
            del self.fields["kind"], self.fields["what_changed"]


class ScheduleForm(PublishForm):
    at = forms.DateTimeField(
        label=_("Goes live at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    field_order = ["at", "kind", "what_changed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Time zone: %(zone)s") % {
            "zone": timezone.get_current_timezone_name()
        }


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it in place of the brief."),
    )


def _may_approve(*, story, by, now):
    """An administrator is offered their own work too: the form then asks for the reason."""
    refusal = review.why_not_approve(story=story, by=by, now=now)
    if isinstance(refusal, review.OwnWork) and by.has_perm("stories.override_approval"):
        return None
    return refusal


BUTTONS = (
    Button(
        name="submit",
        label=_("Send for review"),
        about=_("Someone else reads the story and approves it or sends it back."),
        done=_("Sent for review."),
        why_not=review.why_not_submit,
        do=review.submit,
        form=NoteForm,
        saves_first=True,
    ),
    Button(
        name="approve",
        label=_("Approve"),
        about=_("You sign the text exactly as it stands now. Any later edit voids the approval."),
        done=_("Approved."),
        why_not=_may_approve,
        do=review.approve,
        form=ApproveForm,
    ),
    Button(
        name="request-changes",
        label=_("Request changes"),
        about=_("The story goes back to its writers with your note."),
        done=_("Sent back."),
        why_not=review.why_not_request_changes,
        do=review.request_changes,
        form=RequestChangesForm,
    ),
    Button(
        name="publish",
        label=_("Publish"),
        about=_("The approved text becomes an edition that readers see at once."),
        done=_("Published."),
        why_not=publishing.why_not_publish,
        do=publishing.publish,
        form=PublishForm,
    ),
    Button(
        name="schedule",
        label=_("Schedule"),
        about=_("The approved text is frozen now and goes live at its time."),
        done=_("Scheduled."),
        why_not=publishing.why_not_publish,
        do=publishing.schedule,
        form=ScheduleForm,
    ),
    Button(
        name="unschedule",
        label=_("Call off the schedule"),
        about=_("The scheduled edition never goes live; what readers see now stays."),
        done=_("Called off."),
        why_not=publishing.why_not_unschedule,
        do=publishing.unschedule,
    ),
    Button(
        name="withdraw",
        label=_("Withdraw"),
        about=_("The brief leaves every list at once; its address shows the reason."),
        done=_("Withdrawn."),
        why_not=publishing.why_not_withdraw,
        do=publishing.withdraw,
        form=WithdrawForm,
        is_grave=True,
    ),
    Button(
        name="restore",
        label=_("Restore"),
        about=_("Readers see the brief again as it was."),
        done=_("Restored."),
        why_not=publishing.why_not_restore,
        do=publishing.restore,
        form=NoteForm,
    ),
)
