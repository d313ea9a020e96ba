"""Who is signed in, by Streamlit's own sign-in; nobody, and nothing is asked, where it is off."""

import hashlib
import json

import streamlit as st
from streamlit import auth_util
from streamlit.errors import Error as StreamlitError

from assistant.settings import SettingsError
from assistant.ui import arrival

NAMES = ("name", "preferred_username", "email")
"""What a provider may call a person, the best first. Shown to them, and kept nowhere."""
SETTING = "MLOPS_ASSISTANT_SIGN_IN"


def on() -> bool:
    """Whether people can sign in here."""
    return arrival.service().settings.sign_in != "off"


def required() -> bool:
    """Whether nobody is let in who is not signed in."""
    return arrival.service().settings.sign_in == "required"


def person() -> str:
    """Return the name under which we know who is signed in; nothing where nobody is.

    A hash of the two things by which their provider promises to know them for good, its own
    address and its number for them, so that the database tells nobody who they are.
    """
    if not on() or not st.user.get("is_logged_in"):
        return ""
    issuer, subject = (str(st.user.get(one) or "") for one in ("iss", "sub"))
    if not issuer or not subject:
        return ""
    return hashlib.sha256(json.dumps([issuer, subject]).encode()).hexdigest()


def called() -> str:
    """Return what their provider calls who is signed in."""
    return next((str(found) for one in NAMES if (found := st.user.get(one))), "")


def check() -> None:
    """Do nothing where people can sign in as the settings say. Raises SettingsError with why not.

    Asks nobody: whether the provider is there shows when somebody signs in.
    """
    if not auth_util.is_authlib_installed():
        raise SettingsError(
            f"{SETTING}: needs one more package: pip install 'mlops-assessment-assistant[signin]'"
        )
    try:
        auth_util.validate_auth_credentials("default")
    except StreamlitError as error:
        raise SettingsError(f"{SETTING}: {' '.join(str(error).split())}") from error
