"""Reading a figure as it travels to the browser, with the arrays that Plotly packs unpacked."""

import base64
import json

import numpy as np


def traces(sent: str) -> list[dict]:
    """The traces of a figure's JSON, each with plain arrays."""
    return [{name: unpacked(value) for name, value in one.items()} for one in json.loads(sent)["data"]]


def unpacked(value: object) -> object:
    if not isinstance(value, dict) or "bdata" not in value:
        return value
    flat = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
    shape = value.get("shape")
    return flat.reshape([int(axis) for axis in str(shape).split(",")]) if shape else flat
