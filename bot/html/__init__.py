"""Cards, dialogs and people's words as HTML, for every page that shows them, and how they look."""

from pathlib import Path
from typing import Final

STYLES: Final = Path(__file__).parent / "static"
"""Style sheets that every page needs: colours and letters, cards, dialogs."""
