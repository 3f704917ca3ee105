"""Reads a form as a browser would send it: for tests that post the admin's forms whole."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data: dict[str, str] = {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or "disabled" in given:
            return
        name = given.get("name")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"submit", "button", "file"}:
                return
            if kind not in {"checkbox", "radio"}:
                self.data[name] = given.get("value", "")
            elif "checked" in given:
                self.data[name] = given.get("value", "on")
        elif tag == "select":
            self.select = name
            self.data.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in given:
            self.data[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.textarea = name
            self.data[name] = ""

    def handle_data(self, text):
        if self.inside and self.textarea:
            self.data[self.textarea] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "select":
            self.select = None
        if tag == "textarea" and self.textarea:
            self.data[self.textarea] = self.data[self.textarea].removeprefix("\n")
            self.textarea = None


def fields_of(html: str, form_id: str) -> dict[str, str]:
    """Names and values that the form would send if nothing were touched."""
    parser = _Fields(form_id)
    parser.feed(html)
    return {name: value for name, value in parser.data.items() if "__prefix__" not in name}
