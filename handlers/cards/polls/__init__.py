"""A poll's cards: asked, voted, counted, promised."""
