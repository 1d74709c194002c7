"""A class that follows its lecturer: who is in it, what it sees, what it is asked.

In: messages of browsers, read and bounded. Out: places, moments, votes; for each member what is news to it.
For `ui.classroom`, which brings sockets and pages; nothing here knows of them.
"""
