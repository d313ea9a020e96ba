"""What was heard settles what it says, and only that: replies, certainty, and what is left."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, picture, reply, say, settle

pytestmark = pytest.mark.browser
COPIED = "An engineer copies the model file to the server."
REPLIES = "[class*=st-key-reply-] [class*=st-key-act-][class*=-reply-] button"
LEFT = re.compile(r"(?:up to |\d+–)?(\d+|one) questions? left")


def most_left(page: Page) -> int:
    """The most questions the page says are left."""
    line = page.locator("[data-testid=stMain]").inner_text()
    found = LEFT.findall(line)
    assert found, line
    return 1 if found[-1] == "one" else int(found[-1])


def test_certain_is_said_only_of_what_will_not_be_asked_back(visit: Visitor) -> None:
    page = visit()
    say(page, f"Airflow pulls and validates the data every night. {COPIED}")
    say(page, "Sorry, that was wrong: nobody validates the data.")
    reply(page, "All sources meet in shared storage, without a person")
    main = page.locator("[data-testid=stMain]")
    expect(main.get_by_text("Stage 1, to be confirmed").first).to_be_visible()
    assert "certain" not in main.inner_text()
    picture(page, "as-heard")


def test_a_narrowed_answer_is_quoted_and_offers_what_is_left_of_it(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("radio", name="Pipelines run, releases are still by hand").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    said = "We version our models in MLflow"
    say(page, said)
    asked = page.locator("[data-testid=stChatMessage]").last
    expect(asked).to_contain_text(f"You said “{said}”. I could not tell how far that goes.")
    assert page.locator(REPLIES).count() == 3
    picture(page, "narrowed")
    page.get_by_role("button", name="Something else").click()
    settle(page)
    assert page.locator(REPLIES).count() == 4
    reply(page, page.locator(REPLIES).last.inner_text())
    expect(page.locator("[data-testid=stChatMessage]").last).not_to_contain_text(said)


def test_the_count_of_questions_never_rises_and_says_what_they_are_for(visit: Visitor) -> None:
    page = visit()
    page.get_by_role("button", name="Ask me one by one").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    counts = [most_left(page)]
    for _ in range(4):
        reply(page, page.locator(REPLIES).nth(3).inner_text())
        counts.append(most_left(page))
    assert counts == sorted(set(counts), reverse=True), "each answer takes something off"
    assert all(before - after <= 4 for before, after in pairwise(counts))
    page.get_by_role("button", name="Start afresh").click()
    settle(page)
    page.get_by_role("button", name="Ask me one by one").click()
    page.locator(REPLIES).first.wait_for()
    settle(page)
    reply(page, page.locator(REPLIES).nth(1).inner_text())
    line = "one question left, to see what keeps you from stage 1"
    expect(page.locator("[data-testid=stMain]").get_by_text(line).first).to_be_visible()
    picture(page, "certain-and-what-for")
