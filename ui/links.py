"""Controls that are part of the link: whoever opens it sees the same picture.

Out: `BOUND`, the arguments that bind a widget to the link under its key.
"""

BOUND = {"bind": "query-params", "persist_state": "session"}
