"""The demonstration newsroom: its pictures here, its text beside them."""
