"""How often pictures are redrawn: less often when more people watch."""

# In seconds, the usual one first.
STEPS = (0.5, 1.0, 2.0, 4.0, 8.0)
# So many may be served in a second, whatever it costs: some ten kilobytes each, over one Wi-Fi.
SERVED_PER_SECOND = 40
# The share of one core that drawing may take.
SHARE = 0.2
# From this pace on a page says that it is slow.
SLOW = 2.0


def pace(*, watchers: int, drawing: float) -> float:
    """Seconds from one version of a picture to the next.

    Args:
        watchers: how many are connected.
        drawing: seconds of one core that drawing everything that is watched takes once.
    """
    wanted = max(watchers / SERVED_PER_SECOND, drawing / SHARE)
    return next((step for step in STEPS if step >= wanted), STEPS[-1])
