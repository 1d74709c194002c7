"""Watching a run: its pictures as plain values, drawn once for all who watch, sent as what has changed.

In: a run, and a function that draws. Out: versions of its pictures, and patches from one version to the next.
For `ui.channel`, which sends them.
"""
