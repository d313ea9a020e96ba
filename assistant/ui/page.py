"""The page script: runs at every visit and every action, and shows the page that is open."""

import streamlit as st

from assistant.ui import access, assessment, history, library, result

st.set_page_config(
    page_title=access.text("product"), page_icon=":material/stairs:", layout="centered"
)

ASSESSMENT = st.Page(
    assessment.show, title="Assessment", icon=":material/forum:", url_path="", default=True
)
RESULT = st.Page(result.show, title="Result", icon=":material/stairs:", url_path="result")
LIBRARY = st.Page(library.show, title="Library", icon=":material/menu_book:", url_path="library")
HISTORY = st.Page(history.show, title="History", icon=":material/history:", url_path="history")

st.session_state["pages"] = {"assessment": ASSESSMENT, "result": RESULT, "library": LIBRARY}
st.navigation([ASSESSMENT, RESULT, LIBRARY, HISTORY], position="top").run()
