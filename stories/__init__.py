"""Briefs, from working copy to edition. May import entities and newsroom."""
