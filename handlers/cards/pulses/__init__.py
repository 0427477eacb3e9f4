"""A pulse's cards: asked, answered, told over time."""
