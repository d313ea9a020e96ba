"""Over time and between people on the page: assess again, what changed, and a meeting by files."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_carried import drawn

from assistant.catalogue import default_folder, load
from assistant.domain.sayings import About
from assistant.domain.session import Given, Turn, TurnKind
from assistant.service import Service
from assistant.settings import Settings
from assistant.storage import made, written
from tests.browser.conftest import FITS, KNOWN, Server, Visitor, picture, reply, say, settle
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
ANA = "Airflow pulls the data every night and nobody has to look"
BO = "Somebody downloads the tables when we need them"
REPLIES = "[class*=st-key-reply-] button"


def turn(activity: str, level: int, said: str = "") -> Turn:
    if not said:
        return Turn(kind=TurnKind.EDIT, activity=activity, level=level)
    one = Given(activity=activity, lo=level, hi=level, spans=((0, len(said)),))
    return Turn(kind=TurnKind.GIVEN, text=said, given=(one,))


def kept(folder: Path, name: str, *turns: Turn) -> Path:
    """A session that somebody kept, as a file."""
    path = folder / f"{name}.json"
    path.write_bytes(written(made(turns, AT)))
    return path


def people(folder: Path) -> list[Path]:
    ana = kept(folder, "Ana", turn("data-collection", 3, ANA), turn("rollback", 1))
    bo = kept(
        folder, "Bo", turn("data-collection", 1, BO), turn("rollback", 1), turn("governance", 2)
    )
    return [ana, bo]


def whole(folder: Path) -> Path:
    """A session in which all was told, and how data is collected in words."""
    levels = load(default_folder()).sample.levels
    told = [turn(key, level) for key, level in levels.items() if key != "data-collection"]
    return kept(folder, "whole", *told, turn("data-collection", 1, BO))


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    settle(page)


def brought(page: Page, server: Server, file: Path) -> None:
    """Bring a kept session into this empty one."""
    page.goto(f"{server.url}/history")
    settle(page)
    page.get_by_text("Bring back a copy you kept").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("Your copy is back")).to_be_visible()
    settle(page)


def again(page: Page) -> None:
    page.get_by_role("button", name="Assess again").click()
    expect(page.get_by_text("are kept as an earlier point").last).to_be_visible()
    settle(page)


def meet(page: Page, files: list[Path]) -> None:
    page.get_by_text("Put several people's answers together").click()
    page.locator("[class*=st-key-meeting-files] input[type=file]").set_input_files(files)
    expect(page.get_by_text("To talk about: 1")).to_be_visible()
    settle(page)


def test_an_assessment_goes_on_as_a_new_one_and_shows_what_changed(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = visit(expect_fault="404")
    brought(page, server, whole(tmp_path))
    again(page)
    asked = f"On 7 March 2026 you said “{BO}”, and I had Data collection: manual."
    expect(page.get_by_text(asked).last).to_be_visible()
    picture(page, "travel-again")
    say(page, "Airflow loads every night by itself, without anybody.")
    go(page, "Result")
    changed = page.locator("[class*=st-key-since]")
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    expect(changed).to_contain_text("Data collection: manual → automated")
    expect(changed).to_contain_text("Airflow loads every night by itself")
    expect(page.locator("table.points")).to_contain_text("7 March 2026")
    page.get_by_role("heading", name="What changed").scroll_into_view_if_needed()
    picture(page, "travel-changed")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Data (JSON)").click()
    value = json.loads(Path(waiting.value.path()).read_bytes())
    moved = [one["activity"] for one in value["over_time"]["changed"]]
    assert "data-collection" in moved
    go(page, "History")
    expect(page.get_by_text("answers up to 7 March 2026 are kept")).to_be_visible()


def test_a_meeting_settles_what_two_people_say_differently_and_undo_takes_it_back(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = visit(expect_fault="404")
    page.goto(f"{server.url}/history")
    settle(page)
    meet(page, people(tmp_path))
    box = page.locator("[class*=st-key-meeting-data-collection]").first
    expect(box).to_contain_text("Decides stage 1")
    expect(box).to_contain_text(ANA)
    expect(box).to_contain_text(BO)
    picture(page, "travel-meeting")
    box.get_by_text("partial", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Go on with the settled version").click()
    expect(page.get_by_text("Take it with you", exact=False)).to_be_visible()
    settle(page)
    go(page, "History")
    expect(page.get_by_text("Took over 3 answers")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Keep a copy").click()
    turns = json.loads(Path(waiting.value.path()).read_bytes())["turns"]
    given = {one["activity"]: one for one in turns[-1]["turn"]["given"]}
    assert (given["data-collection"]["lo"], given["data-collection"]["hi"]) == (2, 2)
    assert f"Ana: {ANA}" in turns[-1]["turn"]["text"]
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Took over 3 answers")).to_be_hidden()


def test_a_file_that_is_none_is_named_and_one_alone_is_no_meeting(
    visit: Visitor, server: Server, tmp_path: Path
) -> None:
    page = visit(expect_fault="404")
    page.goto(f"{server.url}/history")
    settle(page)
    odd = tmp_path / "**odd**.json"
    odd.write_text("{}", encoding="utf-8")
    page.get_by_text("Put several people's answers together").click()
    files = [odd, people(tmp_path)[0]]
    page.locator("[class*=st-key-meeting-files] input[type=file]").set_input_files(files)
    expect(page.get_by_text("“**odd**” is no session or result that I can read.")).to_be_visible()
    expect(page.get_by_text("Bring the files of at least two people")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_over_time_and_between_people(
    visit: Visitor, server: Server, tmp_path: Path, width: int, dark: bool
) -> None:
    page = visit(width=width, dark=dark, bypass_csp=True, expect_fault="404")
    theme = f"{width}-{'dark' if dark else 'light'}"
    faults: dict[str, list[str]] = {}

    def check(state: str) -> None:
        settle(page)
        picture(page, f"travel-{theme}-{state}")
        if found := violations(page):
            faults[state] = found

    brought(page, server, whole(tmp_path))
    again(page)
    check("again")
    reply(page, page.locator(REPLIES).first.inner_text())
    page.goto(f"{server.url}/result")
    settle(page)
    page.get_by_role("heading", name="What changed").scroll_into_view_if_needed()
    check("changed")
    page.goto(f"{server.url}/history")
    settle(page)
    page.get_by_text("Put several people's answers together").click()
    page.locator("[class*=st-key-meeting-files] input[type=file]").set_input_files(people(tmp_path))
    expect(page.get_by_text("People: ")).to_be_visible()
    settle(page)
    page.get_by_text("People: ").scroll_into_view_if_needed()
    check("meeting")
    assert faults == {}


def test_the_pages_of_200_sessions_open_without_a_network(browser: Browser, tmp_path: Path) -> None:
    """A browser opens each as a file and draws it: no script runs, and it asks for nothing."""
    service = Service(Settings(), KNOWN, None)
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    away = context.new_page()
    asked, faults, file = [], [], tmp_path / "result.html"
    away.on("request", lambda one: asked.append(one.url))
    away.on("console", lambda one: faults.append(one.text))
    away.on("pageerror", lambda one: faults.append(str(one)))
    for seed in range(200):
        report = service.report(service.conversation(drawn(seed)))
        file.write_bytes(service.write(report, "html", About("Équipe Ω 预测 عربي 🚀")))
        away.goto(file.as_uri())
        assert "Équipe Ω 预测 عربي 🚀" in away.locator("h1").inner_text(), seed
        assert away.locator(".ladder tbody tr").count() >= len(report.now.model.stages), seed
        assert away.evaluate(FITS), seed
    assert set(asked) == {file.as_uri()}
    assert faults == []
    context.close()


def test_the_page_kept_as_a_file_opens_without_a_network(
    visit: Visitor, server: Server, browser: Browser, tmp_path: Path
) -> None:
    page = visit(expect_fault="404")
    brought(page, server, people(tmp_path)[0])
    go(page, "Result")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Page (HTML)").click()
    file = tmp_path / "result.html"
    waiting.value.save_as(file)
    asked: list[str] = []
    away = browser.new_context(offline=True).new_page()
    away.on("request", lambda one: asked.append(one.url))
    away.goto(file.as_uri())
    expect(away.get_by_role("heading", level=1)).to_contain_text("MLOps assessment")
    expect(away.get_by_text(ANA).first).to_be_visible()
    assert asked == [file.as_uri()]
    away.evaluate(
        "() => { if (document.documentElement.scrollWidth > innerWidth) throw Error('too wide') }"
    )
    away.emulate_media(media="print")
    picture(away, "travel-file-printed")
    away.emulate_media(media="screen", color_scheme="dark")
    picture(away, "travel-file-dark")
    away.context.close()
