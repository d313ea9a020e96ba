"""Ten visitors answer at once, each in a browser of their own on the server's own cores."""

import asyncio
import time
from collections.abc import Mapping

from playwright.async_api import Browser, Page, async_playwright

from assistant.domain.knowledge import Catalogue
from assistant.ui.server import COOKIE
from tests.measuring.browsing import FLAGS, executable, trouble_told
from tests.measuring.crowd import ANSWERS, MS, VISITORS, Visit, at_once
from tests.measuring.serving import PATIENCE_S

STATUS = "[role=status]"
REPLIES = "[class*=st-key-act-][class*=-reply-] button"
ASKED = """was => { const all = [...document.querySelectorAll('[role=status]')];
 return all.length && all[all.length - 1].textContent !== was }"""


def ten_in_browsers(catalogue: Catalogue) -> dict[str, object]:
    """Let ten visitors tap six replies each at the same time.

    Raises Trouble and TimeoutError.
    """
    with trouble_told():
        return at_once(catalogue, _all)


async def _all(address: str, texts: Mapping[str, str]) -> list[Visit]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        try:
            pages = [await _opened(browser, address, texts) for _ in range(VISITORS)]
            more = texts["result.more"]
            visits = (_answer(page, number, more) for number, page in enumerate(pages))
            return await asyncio.gather(*visits)
        finally:
            await browser.close()


async def _opened(browser: Browser, address: str, texts: Mapping[str, str]) -> Page:
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE_S * MS)
    await page.goto(address)
    await page.get_by_role("button", name=texts["opening.questions"]).click()
    await page.locator(STATUS).last.wait_for(state="attached")
    await page.locator(REPLIES).first.wait_for()
    return page


async def _answer(page: Page, number: int, more: str) -> Visit:
    """Tap six replies, other ones than the neighbours do; go on where fewer settle the stage."""
    visit = Visit()
    for step in range(ANSWERS):
        before = await page.locator(STATUS).last.text_content() or ""
        replies, go_on = page.locator(REPLIES), page.get_by_role("button", name=more)
        await replies.or_(go_on).first.wait_for()
        if not await replies.count():
            await go_on.click()
            await replies.first.wait_for()
            before = await page.locator(STATUS).last.text_content() or ""
        button = replies.nth((number + step) % await replies.count())
        label = (await button.inner_text()).strip()
        begin = time.perf_counter()
        await button.click()
        await page.wait_for_function(ASKED, arg=before)
        visit.took.append((time.perf_counter() - begin) * MS)
        visit.tapped.append(label)
    cookies = await page.context.cookies()
    visit.token = next(one["value"] for one in cookies if one["name"] == COOKIE)
    return visit
