"""Cards, dialogs and people's words as HTML, for every page that shows them."""
