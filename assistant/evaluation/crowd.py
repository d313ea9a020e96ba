"""Ten visitors answer at once, each in a browser of their own: how fast, and never mixed up."""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.domain.knowledge import Catalogue
from assistant.evaluation import browsing, serving
from assistant.storage import Store

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

VISITORS, ANSWERS = 10, 6
STATUS = "[role=status]"
REPLIES = "[class*=st-key-act-][class*=-reply-] button"
ASKED = """was => { const all = [...document.querySelectorAll('[role=status]')];
 return all.length && all[all.length - 1].textContent !== was }"""
MS = 1000


@dataclass(slots=True)
class _Visit:
    """What one visitor tapped, in order, and how long each next question took, in ms."""

    tapped: list[str] = field(default_factory=list)
    token: str = ""
    took: list[float] = field(default_factory=list)


def ten_at_once(catalogue: Catalogue) -> dict[str, object]:
    """Let ten visitors tap six replies each at the same time, against one server.

    Time runs from the tap until the next question stands on the page. Afterwards each session must
    hold exactly its own visitor's taps. Raises BrowserTrouble and TimeoutError.
    """
    from playwright.async_api import Error

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        script = serving.our_script(Path(folder))
        with serving.running(script, browsing.PATIENCE_S, data) as server:
            serving.await_ready(server, browsing.LOADING_S)
            try:
                visits = asyncio.run(_all(server, catalogue.texts))
            except Error as error:
                raise browsing.BrowserTrouble(error.message.splitlines()[0]) from error
        labels = reply_labels(catalogue)
        store = Store.open(f"sqlite:///{next(data.glob('*.sqlite3'))}")
        wrong = sum(kept(store, one.token, labels) != one.tapped for one in visits)
        store.close()
    took = [one for visit in visits for one in visit.took]
    return {
        "visitors": len(visits),
        "answers": len(took),
        "p50_ms": round(float(np.percentile(took, 50)), 1),
        "p95_ms": round(float(np.percentile(took, 95)), 1),
        "sessions_wrong": wrong,
    }


async def _all(server: serving.Server, texts: Mapping[str, str]) -> list[_Visit]:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browsing.executable(), args=["--no-sandbox"]
        )
        try:
            pages = [await _opened(browser, server, texts) for _ in range(VISITORS)]
            return list(
                await asyncio.gather(
                    *(
                        _answer(page, number, texts["result.more"])
                        for number, page in enumerate(pages)
                    )
                )
            )
        finally:
            await browser.close()


async def _opened(browser: "Browser", server: serving.Server, texts: Mapping[str, str]) -> "Page":
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(browsing.PATIENCE_S * MS)
    await page.goto(server.address)
    await page.get_by_role("button", name=texts["opening.questions"]).click()
    await page.locator(STATUS).last.wait_for(state="attached")
    await page.locator(REPLIES).first.wait_for()
    return page


async def _answer(page: "Page", number: int, more: str) -> _Visit:
    """Tap six replies, other ones than the neighbours do; go on where fewer settle the stage."""
    visit = _Visit()
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
    visit.token = next(str(one["value"]) for one in cookies if one["name"] == browsing.COOKIE)
    return visit


def reply_labels(catalogue: Catalogue) -> dict[tuple[str, int | None], str]:
    """Return the words of each quick reply, by item and level."""
    return {
        (item.id, reply.level): reply.label
        for item in catalogue.items.values()
        for reply in item.replies
    }


def kept(store: Store, token: str, labels: dict[tuple[str, int | None], str]) -> list[str]:
    """Return the labels of the replies a session holds, in order."""
    turns = store.turns(token)
    return [labels[turn.activity, turn.level] for turn in turns if turn.activity]
