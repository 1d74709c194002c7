"""Every page, and what links say to see more of it."""

from ui.page_list import PAGES

# Page -> what a link says to see more of it.
VIEWS = {
    "pages/1_Train.py": [
        {"task": "echo", "delay": "-2"},
        {"task": "casino", "head": "final_state"},
        {"units": "9999"},
        {"cumulative_sum_sequence": "x"},
    ],
    "pages/2_How_it_reads.py": [{"read_weights": "random"}, {"read_readers": "forward"}],
    "pages/3_Inside_the_cell.py": [
        {"cell_kind": "GRU"},
        {"cell_weights": "random"},
        {"cell_return_sequences": "False"},
    ],
    "pages/4_Merge.py": [{"mg_view": one} for one in ("networks", "xor", "casino")] + [{"mg_mode": "mul"}],
    "pages/5_Alignment.py": [{"al_view": "last"}, {"al_view": "padding"}, {"al_forget": "true"}],
    "pages/6_From_scratch.py": [],
    "pages/7_Errors_flowing_back.py": [{"back_at": "0"}, {"back_cell": "GRU"}],
    "pages/8_Who_knows_what.py": [
        {"know_view": "curtain"},
        {"know_view": "arrival"},
        {"know_task": "balance"},
    ],
    "pages/9_Switchboard.py": [{"board_view": one} for one in ("twins", "film")]
    + [{"board_view": "poll", "board_reveal": "true"}, {"board_cut_forward": "true"}],
    "pages/10_Reviews.py": [{"reviews_set": "reviews"}, {"reviews_text": " "}],
    "pages/11_Digits.py": [],
    "pages/12_Tagging.py": [{"tags_beliefs": "exact"}, {"tags_set": "treebank"}, {"tags_set": "own_tags"}],
    "pages/13_Translation.py": [{"translation_set": "numbers"}, {"dates_question": "yesterday"}],
    "pages/14_Your_own.py": [{"own_data": "gestures"}, {"own_data": "short_reviews"}, {"own_data": "file"}],
    "pages/15_Resting_points.py": [{"rest_view": "film"}, {"rest_network": "live"}, {"rest_silence": "true"}],
    "pages/16_Your_network.py": [
        {"guest": "reviews"},
        {"guest": "sorting"},
        {"guest": "file"},
        {"guest": "elsewhere"},
    ],
    "pages/17_State_space.py": [
        {"space_view": "crossed"},
        {"space_view": "solid"},
        {"space_network": "live"},
        {"space_network": "casino"},
    ],
    "pages/22_How_much_future.py": [
        {"future_task": one}
        for one in ("balance", "echo", "flip_flop", "mini_sentences", "mini_reviews", "digits_5000")
    ],
    "pages/23_Units.py": [
        {"units_view": "stretch"},
        {"units_view": "gates"},
        {"units_network": "casino"},
        {"units_network": "live"},
    ],
    "pages/24_Beliefs.py": [
        {"belief_view": "sequence"},
        {"belief_view": "calibration"},
        {"belief_view": "plane"},
        {"belief_view": "plane", "belief_network": "GRU2"},
        {"belief_network": "live"},
    ],
    "pages/20_Lab.py": [{"lab_experiment": one} for one in ("sizes", "smallest", "real_sequences", "own")],
}
OPENED = [(page.file, link) for page in PAGES for link in [{}, *VIEWS.get(page.file, [])]]
