"""Importing Keras where somebody needs it: in a training process, never in the web process."""

import importlib
import threading

from viz_core.words import N_

MISSING = N_("Keras is not installed: pip install 'birnn-visualiser[keras]'")

_importing = threading.Lock()


class KerasMissingError(ImportError):
    """Keras or TensorFlow is not installed; the message says how to install them."""


def import_keras() -> None:
    """Import Keras, one thread at a time: two at once break TensorFlow for the whole process.

    Raises:
        KerasMissingError: it is not installed.
    """
    with _importing:
        try:
            importlib.import_module("keras")
        except ModuleNotFoundError as problem:
            raise KerasMissingError(MISSING) from problem
