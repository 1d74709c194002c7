"""Plotly figures, all colours, and the way numbers are written.

In: finished values. Out: figures; what a figure shows is computed elsewhere.
For pages; modules begin with the name of their page, or of the package whose values they draw.
"""
