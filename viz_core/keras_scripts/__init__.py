"""The equivalent Keras script of an experiment, ready to copy.

In: an `ExperimentConfig`. Out: the text of a script that needs only NumPy and Keras.
For the pages that show it.
"""
