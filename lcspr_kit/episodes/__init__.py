"""From scored events to proposed episodes, and the author's decisions on them."""
