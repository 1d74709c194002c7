"""The parts of each lesson, in modules that begin with the name of its page.

In: what a visitor chose. Out: controls, pictures and words. For the page of that name.
"""
