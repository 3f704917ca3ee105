"""The acts of planning as buttons: assign, claim, give back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.buttons import ActForm, Button
from newsroom.clock import ClockField, clock_now
from newsroom.models import User
from stories import assigning
from stories.models import Assignment

NEEDED = {"writer": "stories.change_story", "reviewer": "stories.review_story"}
BY_NAME = ("public_name", "username", "pk")


class AssignForm(ActForm):
    """Carries the plan that stood there when the page was opened."""

    planned = forms.CharField(widget=forms.HiddenInput, required=False)
    writer = forms.ModelChoiceField(
        label=_("Writer"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Whoever claims it"),
    )
    due_at = ClockField(label=_("Due"), required=False)
    urgency = forms.TypedChoiceField(
        label=_("Urgency"), coerce=int, choices=Assignment.Urgency.choices
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the record, and sent to those who are newly assigned."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, permission in NEEDED.items():
            self.fields[name].queryset = User.objects.who_may(permission).order_by(*BY_NAME)
        self.fields["due_at"].help_text = clock_now()
        plan = getattr(self.target, "assignment", None) or Assignment()
        self.initial = {
            "writer": plan.writer_id,
            "reviewer": plan.reviewer_id,
            "due_at": plan.due_at,
            "urgency": plan.urgency,
            "planned": plan.mark,
        } | self.initial


CLAIM = (
    Button(
        name="claim",
        label=_("Claim the review"),
        about=_("You take the review. Others see that you have it."),
        done=_("The review is yours."),
        why_not=assigning.why_not_claim,
        do=assigning.claim,
    ),
    Button(
        name="give-back",
        label=_("Give the review back"),
        about=_("Someone else can take the review."),
        done=_("Given back."),
        why_not=assigning.why_not_give_back,
        do=assigning.give_back,
    ),
)
ASSIGN = Button(
    name="assign",
    label=_("Assign"),
    about=_("Who writes the story and who reviews it, by when, and how urgent it is."),
    done=_("Assigned."),
    why_not=assigning.why_not_assign,
    do=assigning.assign,
    form=AssignForm,
)
