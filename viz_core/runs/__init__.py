"""What is kept: runs by config, runs by name, and their `.keras` files.

In: configs, curves, weights. Out: the same again, from one SQLite file; files for anybody's Keras.
For pages and experiments.
"""
