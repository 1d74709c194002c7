"""The core: everything that can be tested without a browser.

In: configs, sequences, files. Out: weights, traces, figures, payloads. Never imports Streamlit;
`docs/api.md` lists what others may build on.
"""
