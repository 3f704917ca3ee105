"""Profiles as files, and files of profiles taken over. Their shape: docs/profile-files.md."""
