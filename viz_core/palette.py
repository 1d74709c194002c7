"""All colours, and the Plotly template.

Out: one hue each for forward, backward and merged on every page; a diverging scale with a neutral zero.
Used by: figures, the player, the pages' theme. No other Python file names a colour.
The hues are the Okabe–Ito blue, vermillion and reddish purple, darkened or lightened until each has a
contrast of at least 3:1 with its background (Okabe & Ito, "Color Universal Design", 2008).
"""
