"""What this app tells the apps above it, which it cannot call."""

from django.dispatch import Signal

# Sent in the transaction that changed what is said about a picture: picture=, by=, now=.
picture_changed = Signal()
