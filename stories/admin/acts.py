"""The acts on a story as buttons: their words, and what each asks for."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.buttons import ActForm, Button, NoteForm
from newsroom.clock import ClockField, clock_now
from stories import publishing, review
from stories.admin import assignment
from stories.freezing import freeze
from stories.models import Edition

KINDS = {
    Edition.Kind.UPDATE: _("Update: more is known"),
    Edition.Kind.CORRECTION: _("Correction: something was wrong"),
    Edition.Kind.CLARIFICATION: _("Clarification: something could be misread"),
    Edition.Kind.MINOR: _("Minor change: spelling and the like"),
}


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


class ChangeForm(ActForm):
    """Which of its kinds a later edition is, and what readers are told of it."""

    kinds = Edition.LATER_KINDS

    kind = forms.ChoiceField(label=_("Kind of change"))
    what_changed = forms.CharField(
        label=_("What changed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For readers. A correction says what was wrong; a minor change needs none."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, KINDS[kind]) for kind in self.kinds]


class UpdateForm(ChangeForm):
    kinds = Edition.UPDATES


class CorrectForm(ChangeForm):
    kinds = Edition.CORRECTIONS

    what_changed = forms.CharField(
        label=_("What was wrong"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For readers, in plain words: it stands above the brief from now on."),
    )


class NextForm(ChangeForm):
    """For an edition of whatever kind comes next; the first that readers see is of none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if publishing.has_appeared(self.target, now=timezone.now()):
            self.fields["kind"].choices = [("", "---------"), *self.fields["kind"].choices]
        else:
            del self.fields["kind"], self.fields["what_changed"]


class ScheduleForm(NextForm):
    at = ClockField(label=_("Goes live at"))

    field_order = ["at", "kind", "what_changed"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = clock_now()


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it in place of the brief."),
    )
    is_legal = forms.BooleanField(
        label=_("For legal reasons"),
        required=False,
        help_text=_(
            "Readers lose the earlier editions too, and do not get them back when another one is "
            "published. Administrators can still read them, and give them back."
        ),
    )


def _may_approve(*, story, by, now):
    """An administrator is offered their own work too: the form then asks for the reason."""
    refusal = review.why_not_approve(story=story, by=by, now=now)
    if isinstance(refusal, review.OwnWork) and by.has_perm("stories.override_approval"):
        return None
    return refusal


BUTTONS = (
    *assignment.CLAIM,
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
    ),
    Button(
        name="update",
        label=_("Publish an update"),
        about=_("The approved text takes the place of what readers see, at once."),
        done=_("The update is published."),
        why_not=publishing.why_not_update,
        do=publishing.update,
        form=UpdateForm,
    ),
    Button(
        name="correct",
        label=_("Publish a correction"),
        about=_("The approved text takes the place of what readers see, and says what was wrong."),
        done=_("The correction is published."),
        why_not=publishing.why_not_correct,
        do=publishing.correct,
        form=CorrectForm,
    ),
    Button(
        name="schedule",
        label=_("Schedule"),
        about=_("The approved text is frozen now and goes live at its time."),
        done=_("Scheduled."),
        why_not=publishing.why_not_schedule,
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
    Button(
        name="reinstate",
        label=_("Give back removed editions"),
        about=_("Readers can read again the editions that were removed for legal reasons."),
        done=_("Given back."),
        why_not=publishing.why_not_reinstate,
        do=publishing.reinstate,
        form=NoteForm,
    ),
    assignment.ASSIGN,
)
