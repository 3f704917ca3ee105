"""Two texts told as one, word by word. Knows nothing of Django, nor what the texts belong to.

What differs between two briefs, part by part, is in `stories/difference`; between a profile and a
change of it in `entities/changes`.
"""
