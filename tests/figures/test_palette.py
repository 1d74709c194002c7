import itertools
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from viz_core.figures.palette import DARK, FONT, LIGHT, SOURCES, TEXT_SIZE, TINT, palette, template

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])

# Machado, Oliveira & Fernandes (2009), table of severity 1.0, applied to linear RGB.
VISIONS = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    t = TO_XYZ @ rgb / WHITE
    x, y, z = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, vision):
    """CIE76 difference of two colours as that vision sees them."""
    seen = [lab(np.clip(VISIONS[vision] @ linear(colour), 0, 1)) for colour in (one, other)]
    return np.linalg.norm(seen[0] - seen[1])


def contrast(one, other):
    """WCAG 2.2 contrast ratio."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21, abs=0.01)


def test_red_and_green_of_one_lightness_meet_for_deuteranopes():
    assert distance("#c0392b", "#6b7a00", "deuteranopia") < distance("#c0392b", "#6b7a00", "full") / 3


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_readers_merged_and_gradients_are_told_apart(colours, vision):
    roles = (colours.forward, colours.backward, colours.merged, colours.gradient)
    for one, other in itertools.combinations(roles, 2):
        assert distance(one, other, vision) >= 20, (one, other)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("vision", VISIONS)
def test_lines_without_a_role_are_told_apart(dark, vision):
    for one, other in itertools.combinations(template(dark=dark).layout.colorway, 2):
        assert distance(one, other, vision) >= 20, (one, other)


def mixed(one, other, share):
    parts = [np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) for colour in (one, other)]
    return "#" + "".join(
        f"{channel:02x}" for channel in np.round(parts[0] + share * (parts[1] - parts[0])).astype(int)
    )


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_states_are_told_apart_on_their_scale(colours, vision):
    halves = [mixed(end, colours.zero, 0.5) for end in (colours.negative, colours.positive)]
    shades = (colours.negative, halves[0], colours.zero, halves[1], colours.positive)
    for one, other in itertools.combinations(shades, 2):
        assert distance(one, other, vision) >= 10, (one, other)


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("role", ["forward", "backward", "merged", "gradient", "right"])
def test_a_scale_from_zero_to_a_role_grows_in_lightness_all_the_way(colours, role, vision):
    shades = [mixed(colours.zero, getattr(colours, role), share) for share in np.linspace(0, 1, 9)]
    lightness = [lab(np.clip(VISIONS[vision] @ linear(shade), 0, 1))[0] for shade in shades]
    steps = np.diff(lightness)
    assert (steps > 1).all() or (steps < -1).all()


@THEMES
@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("pair", [("right", "wrong"), ("negative", "positive"), ("earlier", "merged")])
def test_opposites_are_told_apart(colours, vision, pair):
    assert distance(getattr(colours, pair[0]), getattr(colours, pair[1]), vision) >= 20


@THEMES
@pytest.mark.parametrize("role", ["earlier", "negative", "positive"])
def test_marks_stand_out_from_the_page(colours, role):
    assert contrast(getattr(colours, role), colours.background) >= 3


@THEMES
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize(
    "role", ["text", "muted", "forward", "backward", "merged", "gradient", "target", "right", "wrong"]
)
def test_coloured_labels_can_be_read(colours, role, ground):
    assert contrast(getattr(colours, role), getattr(colours, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("role", ["forward", "backward", "merged", "right", "wrong"])
def test_words_can_be_read_on_the_deepest_tint_of_a_role(colours, role):
    assert contrast(colours.text, mixed(colours.background, getattr(colours, role), TINT / 100)) >= 4.5


@THEMES
@pytest.mark.parametrize("source", SOURCES)
def test_source_badges_can_be_read(colours, source):
    assert contrast(colours.sources[source], colours.background) >= 4.5


@THEMES
def test_state_scale_is_symmetric_about_a_neutral_zero(colours):
    positions = [position for position, _ in colours.diverging]
    low, zero, high = (lab(linear(colour)) for _, colour in colours.diverging)
    assert positions == [0.0, 0.5, 1.0]
    assert np.hypot(*zero[1:]) < 8
    assert abs(low[0] - high[0]) < 3
    assert min(abs(end[0] - zero[0]) for end in (low, high)) > 40


@THEMES
def test_zero_is_the_part_of_the_state_scale_nearest_to_the_page(colours):
    steps = {
        end: contrast(getattr(colours, end), colours.background) for end in ("negative", "zero", "positive")
    }
    assert min(steps, key=steps.get) == "zero"


@THEMES
def test_every_colour_is_written_out(colours):
    written = [getattr(colours, field.name) for field in fields(colours) if field.name != "sources"]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in [*written, *colours.sources.values()])


def test_readers_have_the_hue_of_their_direction():
    assert LIGHT.reader("bidirectional") == LIGHT.merged
    assert DARK.reader("backward") == DARK.backward
    with pytest.raises(KeyError):
        LIGHT.reader("sideways")


@pytest.mark.parametrize("dark", [False, True])
def test_template_has_large_type_and_paints_no_background(dark):
    layout = template(dark=dark).layout
    sizes = [
        layout.font.size,
        layout.xaxis.tickfont.size,
        layout.yaxis.title.font.size,
        layout.hoverlabel.font.size,
    ]
    assert min(sizes) >= TEXT_SIZE >= 16
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.color == palette(dark=dark).text
    assert layout.showlegend is False
    assert layout.coloraxis.cmid == 0


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_pages_wear_the_same_colours_as_the_figures(theme, colours):
    written = tomllib.loads(Path(".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert written["font"] == FONT
    assert written[theme]["backgroundColor"] == colours.background
    assert written[theme]["secondaryBackgroundColor"] == colours.surface
    assert written[theme]["textColor"] == colours.text
    assert written[theme]["primaryColor"] == colours.merged
    assert written[theme]["borderColor"] == colours.faint
    assert written[theme]["grayTextColor"] == colours.muted
    assert written[theme]["sidebar"]["backgroundColor"] == colours.surface
    assert written[theme]["sidebar"]["secondaryBackgroundColor"] == colours.background
