"""Which variable of a Keras model holds which array of the guest in its file.

In: a built Keras model and the guest that its own file opens as. Out: one variable for each array, in order.
"""

from typing import Any

from viz_core.guests.guest import Guest
from viz_core.keras_files.description import snake_case


def variables_of(model: Any, guest: Guest) -> list[Any]:
    """The variable of each array, in the order of `Guest.arrays`.

    Raises:
        ValueError: the model's layers are not where its file has them.
    """
    found = []
    for (path, number), array in guest.arrays.items():
        holder = _holder(model, path.split("/"))
        weights = [] if holder is None else holder.weights
        if number >= len(weights) or tuple(weights[number].shape) != array.shape:
            raise ValueError(f"`model` must have its layers where its file has them; got none at {path}.")
        found.append(weights[number])
    return found


def _holder(model: Any, path: list[str]) -> Any:
    """Whatever has its variables at this path; None where nothing has."""
    holder = model
    while path and holder is not None:
        if path[0] == "layers":
            holder, path = _layers(holder).get("/".join(path[:2])), path[2:]
        else:
            holder, path = getattr(holder, path[0], None), path[1:]
    return holder


def _layers(model: Any) -> dict[str, Any]:
    """Every layer under its path in `model.weights.h5`: counted by class."""
    seen: dict[str, int] = {}
    found = {}
    for layer in model.layers:
        name = snake_case(type(layer).__name__)
        count = seen[name] = seen.get(name, -1) + 1
        found[f"layers/{name}_{count}" if count else f"layers/{name}"] = layer
    return found
