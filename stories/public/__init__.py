"""The readers' half: sees editions and approved profiles, never the working copy."""
