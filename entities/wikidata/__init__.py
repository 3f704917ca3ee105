"""Wikidata: its files read, what they say of an entity, and how profiles learn of it."""
