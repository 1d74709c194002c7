"""What `docs/api.md` promises to others is there."""

import re
from importlib import import_module

import pytest

from tests.source_tree import ROOT

ROW = re.compile(r"^\| `(viz_core[\w.]+)[^|†]*\|", re.MULTILINE)
# Those marked † need Keras, which this process leaves alone.
NAMES = ROW.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))


def test_the_table_is_read():
    assert len(NAMES) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_imported(name):
    module, _, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)
