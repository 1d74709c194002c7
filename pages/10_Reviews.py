"""Real sequences: film reviews, read word by word."""

from ui.frame import open_page
from ui.language import _
from ui.lesson import one_thing
from ui.sets.network_view import network_view
from ui.sets.review_scores import review_scores
from ui.sets.reviews import REVIEWS
from ui.sets.training import choose, follow, in_keras
from viz_core.data.recipes import WORDS

open_page(_("Reviews"))
one_thing(_("A review turns on a word: see where each reader changes its mind."))

config = choose(WORDS, usual="reviews", room="reviews")
follow(config, REVIEWS, names=WORDS)
review_scores(config.task.name)
network_view(config)
in_keras(config)
