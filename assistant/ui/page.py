"""The page script: runs at every visit and every action, and shows the page that is open."""

import streamlit as st

from assistant.operating import METERS
from assistant.ui import (
    access,
    account,
    acts,
    answers,
    assessment,
    history,
    identity,
    library,
    line,
    result,
    scripted,
    waiting,
)

st.set_page_config(page_title=access.text("product"), layout="centered")

# Pages carry no symbols: Streamlit would make each one the tab's icon, fetched from another server.
pages = {
    "assessment": st.Page(assessment.show, title="Assessment", url_path="", default=True),
    "result": st.Page(result.show, title="Result", url_path="result"),
    "answers": st.Page(answers.show, title="Answers", url_path="answers"),
    "library": st.Page(library.show, title="Library", url_path="library"),
    "history": st.Page(history.show, title="History", url_path="history"),
}
if identity.on():
    pages["account"] = st.Page(account.show, title="Account", url_path="account")
if identity.required() and not identity.person():
    pages = {"account": st.Page(account.sign_in, title="Sign in", url_path="", default=True)}
st.session_state["pages"] = pages
opened = st.navigation(list(pages.values()), position="top" if len(pages) > 1 else "hidden")
with line.runs.place(waiting.busy):
    if len(pages) > 1:
        acts.late()
        access.begin()
        account.greet()
    with METERS.timing("page"):
        opened.run()
    scripted.show()
# Loading at once would keep the server from sending the rest of this very page.
access.service().warm(after=1.0)
