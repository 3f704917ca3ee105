"""Differences of texts as short lines that a test can compare."""

from newsroom.difference.runs import Change, runs_of
from newsroom.difference.words import plain as words_of

SIGNS = {Change.SAME: "{}", Change.ADDED: "[+{}]", Change.REMOVED: "[-{}]"}
MARKS = {"is_bold": "*{}*", "is_italic": "_{}_"}


def shown(runs):
    """Runs on one line: “the [-red][+blue] car”."""

    def marked(run):
        text = run.text
        for mark, form in MARKS.items():
            text = form.format(text) if getattr(run, mark) else text
        text = f"{text}<{run.href}>" if run.href else text
        return SIGNS[run.change].format(text)

    return "".join(marked(run) for run in runs)


def told(old, new):
    return shown(runs_of(words_of(old), words_of(new)))
