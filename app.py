"""The application: its server when started, its home page when visited.

`streamlit run app.py` imports this file once to find `app`, and runs it again for each visit of Home.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is None:
    from ui.server import settings

    app = st.App(__file__, **settings(__file__))
else:
    from ui.frame import open_page
    from ui.home import first_picture
    from ui.language import _
    from ui.page_list import page_links

    open_page(
        _("Bidirectional RNNs, alive"),
        lead=_(
            "Two readers walk through the same sequence, one from each end. Watch what each of them knows."
        ),
    )
    first_picture()
    page_links()
