"""Findings: what the doctor saw, and what to do about it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from storage.health import Numbers


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` says what to do if it isn't well."""

    name: str
    well: bool
    words: str
    advice: str = ""


@dataclass(slots=True)
class Findings:
    """Everything that was looked at, and the counts of each workspace."""

    found: list[Finding] = field(default_factory=list)
    workspaces: list[Numbers] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return all(finding.well for finding in self.found)

    def add(self, name: str, well: bool, words: str, advice: str = "") -> None:
        """Note something."""
        self.found.append(Finding(name, well, words, "" if well else advice))

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "well": self.well,
            "findings": [asdict(finding) for finding in self.found],
            "workspaces": [asdict(numbers) for numbers in self.workspaces],
        }
