"""A class in front of one server: many sessions that open, click and train at once, and what it costs.

In: the address of a running server, or nothing (one is started). Out: seconds, failures, memory, shares of
a core. The students speak Streamlit's own protocol, with the messages of the installed version; no browser is
needed.
"""
