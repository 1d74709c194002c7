"""Real sequences: handwritten digits, read row by row."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing
from ui.sets.digits import DIGITS
from ui.sets.network_view import network_view
from ui.sets.training import choose, follow, in_keras
from viz_core.data.recipes import IMAGES

open_page(_("Digits"))
one_thing(_("An image is 28 rows: one reader starts at the top, one at the bottom."))

config = choose(IMAGES, usual="digits", room="digits")
follow(config, DIGITS, names=IMAGES)
network_view(config)
in_keras(config)
