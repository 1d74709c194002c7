"""Everything that needs Streamlit, but for the pages themselves.

In: what a visitor chose, values of `viz_core`. Out: parts of pages. For `pages/` and `app.py`.
"""
