"""What a class may cost, whoever is in it."""

from typing import Final

# Classes of one server, and of one browser: its oldest gives way.
MOST_CLASSES: Final = 50
CLASSES_OF_ONE: Final = 2
# A class that nobody has led for so long is over.
IDLE_SECONDS: Final = 3 * 3600.0
# Browsers in one class, in all classes, and those that may lead one.
MOST_FOLLOWERS: Final = 300
MOST_MEMBERS: Final = 1_000
MOST_LEADERS: Final = 4

# Of one message in UTF-8: what our scripts send at most, 200 steps of 24 characters of three bytes.
MESSAGE_BYTES: Final = 16_000
PAGE_CHARACTERS: Final = 40
QUERY_CHARACTERS: Final = 4_000
NAME_CHARACTERS: Final = 60
MOST_BEATS: Final = 1e6
MOST_RATE: Final = 100.0
QUESTION_CHARACTERS: Final = 300
OPTION_CHARACTERS: Final = 80
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 6
# Of a sequence whose steps are the answers, and of what stands at one.
MOST_STEPS: Final = 200
STEP_CHARACTERS: Final = 24
MOST_VOTES: Final = 1_000

# Messages a second that one browser may send in the long run, and how many at once; our scripts send fewer.
LEADERS_RATE, LEADERS_BURST = 40.0, 80.0
FOLLOWERS_RATE, FOLLOWERS_BURST = 2.0, 20.0
