"""Forms as the playground's page would send them: every field with what stands in it."""

from html.parser import HTMLParser

TICKS = ("checkbox", "radio")


class Form(HTMLParser):
    """Reads the fields of a form and what is filled in already."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._field = ""
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        found = {name: value or "" for name, value in attrs}
        if "data-field" in found:
            self._field = found["data-field"]
            self.fields[self._field] = ""
        elif tag == "textarea":
            self._inside = self._field
        elif (tag == "option" and "selected" in found) or (tag == "input" and self._is_set(found)):
            self._add(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag == "textarea":
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Words between elements."""
        if self._inside:
            self.fields[self._inside] = (self.fields[self._inside] + data).removeprefix("\n")

    def _is_set(self, found: dict[str, str]) -> bool:
        return bool(self._field) and (found.get("type") not in TICKS or "checked" in found)

    def _add(self, value: str) -> None:
        before = self.fields[self._field]
        self.fields[self._field] = f"{before},{value}" if before else value
