"""Things to pass on: the dots as plain SVG, the card, and the licence that both state."""
