"""People and pictures."""

from newsroom.models.picture import Picture
from newsroom.models.record import Record
from newsroom.models.user import User

__all__ = ["Picture", "Record", "User"]
