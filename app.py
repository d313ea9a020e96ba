"""The Streamlit entry: the page script with its security headers, session cookie and readiness."""

from assistant.ui.application import application

app = application()
