"""Who may do what: visitors, the lecturer's key, folders closed to others, what one visitor may bring.

In: a cookie, a key, a folder. Out: a `Visitor`, a yes or no, a folder that only this account can read.
For whatever keeps something (`data`, `runs`, `watch`, `experiments`) and for pages.
"""
