"""The Streamlit entry: the page script with its security headers, session cookie and readiness."""

import streamlit as st

from assistant.ui import application

# Streamlit looks for this very call, in this very file, before it runs anything.
app = st.App(
    "assistant/ui/page.py",
    middleware=application.middleware(),
    routes=application.routes(),
    lifespan=application.lifespan,
    on_script_error=application.on_script_error,
)
