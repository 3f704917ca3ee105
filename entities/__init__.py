"""Profiles of people, places, organisations, events and things. May import newsroom."""
