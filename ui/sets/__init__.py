"""The parts of the pages of real sequences; modules begin with the name of their page, or serve all of them.

In: what a visitor chose, typed, drew or brought along. Out: controls, pictures and words. For these pages.
"""
