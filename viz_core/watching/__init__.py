"""Watching a run: its pictures as plain values, drawn once for all who watch, sent as what has changed."""
