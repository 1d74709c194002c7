"""What the components in the browser receive.

In: traces and other finished values. Out: plain dictionaries that survive JSON; arrays as small integers.
For `ui` only; nothing in `viz_core` reads them back.
"""
