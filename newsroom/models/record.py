"""The line that every act writes: what was done, by whom, when, with which words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

# What each act is called in a record; the keys are what the acts write.
ACTS_IN_WORDS = {
    "made": _("Made"),
    "saved": _("Saved"),
    "submitted": _("Sent for review"),
    "assigned": _("Assigned"),
    "claimed": _("Review claimed"),
    "given_back": _("Review given back"),
    "changes_requested": _("Changes requested"),
    "approved": _("Approved"),
    "approved_by_override": _("Approved by an author"),
    "approval_void": _("Approval void after an edit"),
    "published": _("Published"),
    "updated": _("Update published"),
    "corrected": _("Correction published"),
    "scheduled": _("Scheduled"),
    "unscheduled": _("Schedule called off"),
    "withdrawn": _("Withdrawn"),
    "withdrawn_for_law": _("Withdrawn for legal reasons"),
    "restored": _("Restored"),
    "reinstated": _("Removed editions given back"),
    "restored_version": _("Earlier version put back"),
    "noted": _("Note added"),
    "note_answered": _("Note answered"),
    "note_resolved": _("Note resolved"),
    "note_reopened": _("Note reopened"),
    "shared": _("Preview shared"),
    "share_called_back": _("Preview called back"),
    "proposed": _("Proposed"),
    "changed": _("Changed"),
    "checked": _("Checked"),
    "retired": _("Retired"),
    "postponed": _("Postponed"),
    "taken_up": _("Taken up again"),
    "suggested": _("Change suggested"),
    "agreed": _("Agreed to; a second moderator decides"),
    "accepted": _("Suggestion accepted"),
    "declined": _("Suggestion declined"),
    "undone": _("Accepted change undone"),
    "reported": _("Reported by a reader"),
    "report_fixed": _("Reader’s report put right"),
    "report_declined": _("Reader’s report declined"),
    "merge_begun": _("Merge begun"),
    "merge_called_off": _("Merge called off"),
    "merged": _("Merged"),
    "merge_undone": _("Merge undone"),
    "split": _("Split"),
    "told_apart": _("Told apart"),
    "protected": _("Protection changed"),
    "imported": _("Imported"),
    "interest_set": _("Section of interest set"),
    "flagged": _("Text may be wrong: a profile changed"),
    "flag_settled": _("Flag settled"),
}


class Record(models.Model):
    """Abstract: each app adds what the act was done to."""

    act = models.CharField(_("act"), max_length=40)
    # Kept when the account goes: the name it had stays in the record.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("name"), max_length=160, blank=True)
    at = models.DateTimeField(_("at"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.act_in_words} · {self.by_name}"

    @property
    def act_in_words(self) -> str:
        return str(ACTS_IN_WORDS.get(self.act, self.act))
