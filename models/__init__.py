"""Keras models of the networks a `ModelConfig` describes.

In: a `ModelConfig` and the widths at both ends. Out: an uncompiled `keras.Model` of built-in layers only, so
that a saved `.keras` file opens in any Keras, without this project.
"""

from models.build import build_model

__all__ = ["build_model"]
