"""What happened to profiles, for the apps above, which this app cannot call.

Sent inside the transaction of the act: a receiver that fails takes the act back.
"""

from django.dispatch import Signal

# Given: entities, act (a key of ACTS_IN_WORDS), by, now. Once after every act, on however many.
profiles_changed = Signal()
# Given: survivor, loser, by, now. What showed the loser shows the survivor from now on.
profiles_merged = Signal()
# Given: survivor, loser, by, now. The loser stands for itself again.
merge_undone = Signal()
