"""The player in a real browser: it plays, answers keys, says exact numbers, and survives live updates."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import open_at, tolerating_nothing
from tests.browser.waiting import at_rest
from viz_core.config import ModelConfig, TaskConfig
from viz_core.figures.palette import palette
from viz_core.network.tracing import trace
from viz_core.network.weights import initial_weights
from viz_core.tasks import TASKS

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
SYMBOLS = ["0.81", "0.09", "0.18", "0.24", "0.18", "0.80", "0.87", "0.58", "0.04", "0.09"]


@pytest.fixture(scope="module")
def visit(server):
    """`visit(page, **query)` opens the page of tests/browser/player_page.py."""
    address = server("tests/browser/player_page.py")
    return lambda page, **query: open_at(page, f"{address}/?{urlencode(query)}", ".player[data-position]")


@pytest.fixture
def visited(visit, page):
    return lambda **query: visit(page, **query)


@pytest.fixture(scope="module")
def usual_tab(visit, returning):
    """The usual network, opened once."""
    with tolerating_nothing(returning.new_page()) as tab:
        yield visit(tab)
        tab.close()


@pytest.fixture
def usual(usual_tab):
    """The usual network as it opens: read to its end, with nothing chosen."""
    usual_tab.mouse.move(0, 0)
    press(usual_tab, "Escape", "End")
    return usual_tab


def position(page) -> float:
    return float(page.locator(".player").get_attribute("data-position"))


def playing(page) -> bool:
    return page.locator(".player").get_attribute("data-playing") == "true"


def moment(page) -> str:
    return page.locator(".moment").inner_text()


def press(page, *keys: str) -> None:
    page.locator(".player").focus()
    for key in keys:
        page.keyboard.press(key)


def find(page, wanted: str, *, column: float = 0.5) -> str:
    """Move the pointer down the picture until it says what is `wanted`; all that it says there."""
    box, tip = page.locator(".player canvas").bounding_box(), page.locator(".tip").element_handle()
    places = np.arange(box["y"] + 40, box["y"] + box["height"], 8.0)
    for y in places[::-1] if wanted == "Prediction" else places:  # answers stand at the bottom
        page.mouse.move(box["x"] + column * box["width"], y)
        if re.search(wanted, said := tip.evaluate("one => one.checkVisibility() ? one.innerText : ''")):
            return said
    raise AssertionError(f"Nothing under the pointer says {wanted!r}.")


def place(said: str) -> tuple[int, int]:
    """Step and unit, counted from 0, of the cell the pointer is on."""
    unit, step = re.search(r"unit (\d+), step (\d+)", said).groups()
    return int(step) - 1, int(unit) - 1


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def expected(**changes):
    """What player_page.py traces: the same task, weights and sequence."""
    model = ModelConfig(**({"units": 32} | changes))
    inputs = TASKS["cumulative_sum"].sample(1, TaskConfig(), np.random.default_rng(3)).inputs
    weights = initial_weights(model, features=1, outputs=1, rng=np.random.default_rng(1))
    return trace([2.5 * array for array in weights], model, inputs)


def test_it_opens_read_to_the_end(visited):
    page = visited()
    assert position(page) == 30
    assert moment(page).startswith("All 10 steps are read")
    assert "not read yet" not in find(page, "Forward states")


def test_at_the_start_nothing_has_been_read(usual):
    press(usual, "Home")
    assert position(usual) == 0
    assert moment(usual).startswith("Nothing has been read yet")
    assert "not read yet" in find(usual, "Forward states")


def test_keys_step_and_jump(usual):
    press(usual, "Home", "ArrowRight")
    assert position(usual) == 1
    said = f"Step 1 of 10: the forward reader reads {SYMBOLS[0]}; the backward reader has not begun."
    assert moment(usual) == said
    press(usual, "End")
    assert position(usual) == 30
    assert re.fullmatch(r"All 10 steps are read: \d+ of 10 answers are right\.", moment(usual))
    press(usual, "ArrowLeft")
    assert position(usual) == 29
    press(usual, "Home")
    assert position(usual) == 0


def test_the_space_bar_plays_from_the_start_and_pauses(usual):
    press(usual, " ")
    assert playing(usual)
    assert position(usual) < 20
    usual.wait_for_function("p => p.dataset.position > 1", arg=usual.locator(".player").element_handle())
    press(usual, " ")
    assert not playing(usual)
    rest = position(usual)
    usual.wait_for_timeout(200)
    assert position(usual) == rest


def test_the_backward_reader_reads_from_the_end(usual):
    press(usual, "Home", *["ArrowRight"] * 14)
    assert moment(usual) == (
        f"Step 7 of 10: the forward reader has read 1…10; the backward reader reads {SYMBOLS[6]}."
    )


def test_with_both_readers_at_once_the_merge_opens_in_the_middle(visited):
    page = visited(schedule="together")
    press(page, "Home", *["ArrowRight"] * 6)
    assert moment(page) == (
        f"Moment 6 of 11: the forward reader reads {SYMBOLS[5]} at 6; "
        f"the backward reader reads {SYMBOLS[4]} at 5."
    )
    press(page, "ArrowRight")
    assert "concat merges 5 and 6" in moment(page)


def test_layer_by_layer_stops_at_each_layer(visited):
    page = visited(layers=3, units=4, schedule="layers")
    stops = []
    press(page, "Home")
    for _ in range(3):
        press(page, "ArrowRight")
        stops.append(position(page))
    assert stops == [11, 22, 33]


@pytest.mark.parametrize("panel", ["Forward states", "Backward states"])
def test_the_pointer_says_the_exact_state(usual, panel):
    said = find(usual, panel)
    name = "forward" if panel.startswith("Forward") else "backward"
    state = np.float32(expected()[f"layer0/{name}/hidden"][0][place(said)])
    assert number(said.splitlines()[1]) == pytest.approx(state, rel=1e-6)


def test_the_pointer_says_the_exact_probability(usual):
    press(usual, "End")
    said = find(usual, "Prediction")
    step = int(re.search(r"step (\d+)", said).group(1)) - 1
    shown = number(re.search(r"= ([\d.]+)", said).group(1))
    assert shown == pytest.approx(expected()["probabilities"][0, step, 0], rel=1e-6)


@pytest.mark.parametrize("cell", ["SimpleRNN", "LSTM", "GRU"])
def test_a_click_writes_the_state_as_a_sum_that_is_right(visited, cell):
    page = visited(cell=cell)
    for name in ("forward", "backward"):
        press(page, "Escape", "End")
        said = find(page, f"{name.title()} states", column=0.4)
        page.mouse.down()
        page.mouse.up()
        lines = page.locator(".card pre").inner_text().splitlines()
        state = expected(cell=cell)[f"layer0/{name}/hidden"][0][place(said)]
        assert number(lines[-1].strip("= ")) == pytest.approx(state, rel=1e-5)
        written = lines[-2].split("=")[-1] if cell != "GRU" else lines[-2].strip("= ")
        sum_ = written.replace("−", "-").replace("·", "*").replace("tanh", "np.tanh")
        assert eval(sum_, {"np": np}) == pytest.approx(state, abs=3e-3)


def test_the_arrow_keys_choose_a_unit_and_escape_lets_it_go(usual):
    press(usual, "End", "ArrowDown", "ArrowDown")
    assert usual.locator(".card strong").inner_text() == "Forward states →, unit 2, step 10"
    press(usual, "Escape")
    assert usual.locator(".card").is_hidden()


# The cursor is further on, and the card has other numbers.
LATER = """([player, card, position, words]) => player.dataset.position > position
    && card.innerText !== words"""


def test_live_numbers_change_under_a_moving_cursor(visited):
    page = visited(live=1, steps=100)
    page.locator("select.speed").select_option("0.5")  # it plays for 40 seconds
    node = page.locator(".player canvas").element_handle()
    press(page, "Home", "ArrowDown", " ")
    shown = [page.locator(one).element_handle() for one in (".player", ".card")]
    for _ in range(3):
        page.wait_for_function(LATER, arg=[*shown, position(page), shown[1].inner_text()])
        assert playing(page)
    assert node.evaluate("canvas => canvas.isConnected")


def test_the_server_learns_of_a_moment_only_at_rest(visited):
    page = visited(sync=1)
    page.get_by_text("moment None").wait_for()
    press(page, " ")
    page.wait_for_timeout(400)
    assert page.get_by_text("moment None").is_visible()
    press(page, " ", "End")
    page.get_by_text("'position': 30").wait_for()


def test_reduced_motion_neither_starts_by_itself_nor_glides(page, visit):
    page.emulate_media(reduced_motion="reduce")
    visit(page, autoplay=1)
    assert not playing(page)
    press(page, "Home", " ")
    player = page.locator(".player").element_handle()
    page.wait_for_function("p => p.dataset.position > 0", arg=player)
    assert position(page).is_integer()


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_the_colours_are_those_of_the_theme(page, visit, scheme, dark):
    page.emulate_media(color_scheme=scheme)
    visit(page, units=4)
    used = page.locator(".player").evaluate("p => p.style.getPropertyValue('--accent')")
    assert used == palette(dark=dark).merged


def test_numbers_move_under_a_resting_pointer(visited):
    page = visited(live=1)
    press(page, "End")
    find(page, "Forward states")
    before = page.locator(".tip").inner_text()
    expect(page.locator(".tip")).not_to_have_text(before)


def test_autoplay_begins_at_once(visited):
    page = visited(autoplay=1, compact=1)
    page.wait_for_function("p => p.dataset.position > 0.2", arg=page.locator(".player").element_handle())
    assert page.locator("select.schedule").is_hidden()


WIDTHS = """one => [one.scrollWidth, one.clientWidth, window.innerWidth,
    ...[one.querySelector('canvas')].flatMap(canvas => [canvas.clientWidth, canvas.width])]"""


@pytest.mark.parametrize(("width", "height", "zoom"), [(1280, 720, 1), (853, 480, 1.5), (420, 800, 2)])
def test_nothing_is_wider_than_the_window(browser, visit, width, height, zoom):
    screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": zoom}
    with browser.new_context(**screen, color_scheme="dark") as context:
        player = visit(page := context.new_page(), layers=2).locator(".player")
        words, room, window, canvas, pixels = at_rest(page, lambda: player.evaluate(WIDTHS))
    assert words <= room <= window
    assert pixels == pytest.approx(canvas * zoom, abs=2)


def test_the_whole_player_is_on_a_projector_without_scrolling(usual):
    box = at_rest(usual, usual.locator(".player").bounding_box)
    assert box["y"] + box["height"] <= 720


def save(page, label: str) -> Path:
    """The bare picture in its own shape."""
    page.locator(".player .save").click()
    page.wait_for_selector("dialog[data-shown]")
    page.get_by_label("the picture alone").check()
    page.get_by_label("its own shape").check()
    with page.expect_download() as download:
        page.locator("dialog .formats button", has_text=label).click()
    page.locator("dialog .close").click()
    return Path(download.value.path())


def test_a_frame_is_saved_as_vectors(visited):
    page = visited(units=4)
    drawing = ElementTree.parse(save(page, "SVG"))
    texts = {node.text for node in drawing.iter(f"{SVG}text")}
    assert {"untrained", "Forward states →", "← Backward states", "Merged (concat)", "Prediction"} <= texts
    groups = [len(node) for node in drawing.iter(f"{SVG}g") if node.get("shape-rendering")]
    assert groups == [40, 40, 80]


KINDS = [
    {"units": 4},
    {"units": 100, "layers": 2, "steps": 30},
    {"task": "echo", "head": "final_state", "steps": 20, "units": 4},
    {"task": "brackets", "steps": 28, "padded": 1, "units": 4},
    {"task": "casino", "merge": "none", "steps": 14, "units": 4},
]
# Size and place of every word: its line less a hair, so that lines may follow each other closely.
LETTERS = """() => [...document.querySelectorAll("text")].map(one => {
    const {x, y, width, height} = one.getBBox();
    const size = parseFloat(one.getAttribute("font-size"));
    return {text: one.textContent, size, left: x, right: x + width, top: y + 1, bottom: y + height - 1};
})"""


def touching(one: dict, other: dict) -> bool:
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return not (beside or one["bottom"] <= other["top"] or other["bottom"] <= one["top"])


@pytest.mark.parametrize("query", KINDS, ids=str)
def test_every_word_is_large_enough_for_the_last_row_and_no_two_touch(visited, query):
    page = visited(**query)
    pictures = []
    for width, height in ((1280, 720), (1048, 720), (1048, 420)):
        page.set_viewport_size({"width": width, "height": height})
        pictures.append(save(page, "SVG").read_text())
    for picture in pictures:
        page.set_content(picture)
        letters = page.evaluate(LETTERS)
        assert letters
        assert [one["text"] for one in letters if one["size"] < 16] == []
        touch = [
            (one["text"], other["text"]) for one, other in combinations(letters, 2) if touching(one, other)
        ]
        assert touch == []


def test_a_clip_is_an_mp4_where_the_browser_records_one_else_a_webm(visited):
    page = visited(steps=3, units=4)
    page.locator("select.speed").select_option("4")
    content = save(page, "Clip").read_bytes()
    mp4 = page.evaluate("MediaRecorder.isTypeSupported('video/mp4;codecs=avc1')")
    assert content[4:8] == b"ftyp" if mp4 else content[:4] == b"\x1a\x45\xdf\xa3"


@pytest.mark.parametrize(
    "query",
    [
        {"direction": "backward"},
        {"merge": "none", "head": "final_state"},
        {"task": "echo", "head": "final_state"},
        {"task": "echo", "pixels": 1},
        {"layers": 4, "units": 4, "merge": "mul"},
        {"padded": 1, "cell": "GRU"},
        {"steps": 200, "units": 50},
    ],
    ids=str,
)
def test_every_kind_of_network_plays_to_its_end(visited, query):
    page = visited(**query)
    press(page, "ArrowRight", "ArrowRight", "End")
    assert moment(page).startswith("All ")
    if query == {"task": "echo", "head": "final_state"}:
        assert re.fullmatch(
            r"All \d+ steps are read: the answer is “.+”, with probability .+\.", moment(page)
        )
    find(page, "Prediction")


def test_a_narrow_player_is_higher_because_its_panels_are_named_above_themselves(visited):
    page = visited()
    heights = []
    for width in (1280, 560):
        page.set_viewport_size({"width": width, "height": 500})
        box = at_rest(page, page.locator(".player canvas").bounding_box)
        assert box["width"] < width
        heights.append(box["height"])
    assert heights[0] < 560
    assert heights[1] > heights[0] + 100


def test_the_picture_grows_with_the_type_of_its_page(visited):
    page = visited()
    heights = []
    for size, width in ((16, 1180), (20, 1780)):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}px'")
        page.set_viewport_size({"width": width, "height": 420})
        box = at_rest(page, page.locator(".player canvas").bounding_box)
        assert box["width"] == pytest.approx(width, abs=320)
        heights.append(box["height"])
    assert heights[1] > 1.2 * heights[0]
