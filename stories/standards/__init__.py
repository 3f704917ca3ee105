"""What a story must pass: one small function a check, by the part of the page that it is about."""
