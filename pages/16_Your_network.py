"""Real sequences: a network from one's own Keras, as its layers stand."""

from ui.frame import open_page
from ui.guests.as_run import open_as_run, take_home
from ui.guests.choosing import ELSEWHERE, choose, network_of
from ui.guests.elsewhere import elsewhere
from ui.guests.reading import choose_sequence
from ui.guests.resting import resting
from ui.guests.shown import layers_table, look_at, sensitivities, values
from ui.guests.training import as_it_stands, follow
from ui.language import _
from ui.lesson import one_thing, questions

open_page(_("Your network"))
one_thing(_("Bring a network from your own Keras, and watch it read."))

name = choose()
if name == ELSEWHERE:
    elsewhere()
elif (chosen := network_of(name)) is not None:
    fed = choose_sequence(chosen)
    follow(chosen, fed)
    now = as_it_stands(chosen)
    seen = None if fed is None or now is None else look_at(now, fed)
    if fed is not None and now is not None and seen is not None:
        sensitivities(now, fed)
        resting(now, fed, seen)
    layers_table(chosen)
    if now is not None and seen is not None:
        values(now, seen)
    if now is not None and now.moment:
        take_home(now)
    open_as_run(chosen)

questions(
    {
        _("Which inputs move the fifth answer of “Cumulative sum”, and why does none move the first?"): _(
            "Those up to the step itself, as the sum asks for it: to the right of the diagonal the map is "
            "nearly empty, for the network has understood that the future says nothing. One number cannot "
            "reach 2.5, so the first answer is sure, and nothing moves it."
        ),
        _("In “Mini-reviews”, step through the padding. What do the states do there?"): _(
            "Nothing: `Embedding(mask_zero=True)` masks the zeros, and a masked step leaves every state as "
            "it was. Without the mask the network would read the vector of 0 again and again before the "
            "first word."
        ),
        _("In “Sorting digits”, which of the two recurrent layers could read in both directions?"): _(
            "The encoder: all digits are there before the first answer. The decoder writes one answer after "
            "the other, from the encoder's last states and from what attention finds at its steps."
        ),
    }
)
