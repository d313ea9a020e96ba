// What Streamlit alone cannot do for the people who use the page: names and headings for a screen
// reader, one voice that says what a turn brought, focus and scroll that stay with the conversation,
// and a connection that may be lost without losing what is typed.
//
// It reads the page and sets roles, focus, scroll and the value of the box; it writes text only as
// text. Without it the page works all the same. Its words are handed to it by the page itself.
(() => {
  "use strict";

  // Streamlit reads this as it starts: its own window on a lost connection stays shut, ours speaks.
  const host = window.__streamlit?.HOST_CONFIG;
  window.__streamlit = { ...window.__streamlit, HOST_CONFIG: { ...host, blockErrorDialogs: true } };

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const main = () => one("[data-testid=stMain]");
  const box = () => one("[data-testid=stChatInputTextArea]");
  const state = () => one("[data-testid=stApp]")?.dataset ?? {};
  const running = () => state().testScriptState !== "notRunning";
  const words = () => one(".page-words")?.dataset ?? {};
  const narrow = matchMedia("(max-width: 768px)");  // where the side panel lies over the page
  const key = (element) =>
    element?.closest("[class*=st-key-]")?.className.match(/st-key-\S+/)?.[0] ?? "";
  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // --- names: headings, groups, and words in place of the names of symbols

  const QUESTION = "[class*=st-key-question-]";
  const question = () => one(`${QUESTION} h2`) ?? one(`${QUESTION} [data-testid=stText]`);
  const MESSAGE = "[data-testid=stChatMessage]";
  const OPEN = "[class*=st-key-open-]";  // words of the newest message that are not placed yet

  function name() {
    // A box that holds several files has a name of its own, which what only presents may not have.
    all("section[role=presentation]").forEach((each) => set(each, "role", "group"));
    const asked = question();
    set(asked, "id", "question");
    set(asked, "tabindex", "-1");
    if (asked && asked.tagName !== "H2") {
      set(asked, "role", "heading");
      set(asked, "aria-level", "2");
    }
    const replies = one(".st-key-replies");
    set(replies, "role", "group");
    set(replies, "aria-labelledby", "question");
    for (const open of all(OPEN)) {  // the words are what Streamlit shows as text, and stay text
      const said = one("[data-testid=stText]", open)?.textContent.trim() ?? "";
      for (const button of all("button", open)) {
        set(button, "aria-label", `${button.textContent.trim()}: ${said}`);
        set(button, "data-names", "words");
      }
    }
    for (const button of all("button[data-names]")) {  // Streamlit may use it for something else
      if (button.closest(OPEN)) continue;
      button.removeAttribute("aria-label");
      button.removeAttribute("data-names");
    }
    const signs = JSON.parse(words().signs ?? "null");  // not there yet on a page that fills
    for (const icon of signs ? all("[role=img][aria-label$=' icon']:not([aria-hidden])") : []) {
      const word = signs[icon.getAttribute("aria-label").replace(" icon", "")];
      if (word) set(icon, "aria-label", word);
      else set(icon, "aria-hidden", "true");
    }
    const label = one("[data-testid=stTopNavLink]") ? words().panel : words().menu;
    const menu = label && one("[data-testid=stExpandSidebarButton]");
    if (menu) {
      set(menu, "data-label", label);
      set(menu, "aria-label", label);
    }
  }

  // The side panel comes with the conversation, which is at the page's own address, unless it was
  // folded away; its room is kept until then, and on the other pages, so that the column stays where
  // it is.
  const home = new URL(".", document.currentScript.src).pathname;
  function keepRoom() {
    let folded = false;
    try {
      folded = localStorage.getItem("stSidebarCollapsed-") === "true";
    } catch { /* a browser that keeps nothing for us */ }
    const due = location.pathname === home && !one("[data-testid=stMain] .st-key-sign-in");
    document.documentElement.dataset.panel = folded ? "folded" : due ? "due" : "";
  }

  // --- the voice: one region that outlasts what is said in it, filled once the words rest

  const [voice, alarm] = ["status", "alert"].map((role) => {
    const region = document.createElement("div");
    region.className = role === "alert" ? "lost" : "spoken";
    region.setAttribute("role", role);
    return region;
  });
  let said = "";
  let soon = 0;

  function speak() {
    const source = one("[class*=st-key-spoken-]");
    const text = source?.textContent.trim() ?? "";
    if (!source || said === key(source) + text) return;
    said = key(source) + text;
    clearTimeout(soon);
    soon = setTimeout(() => voice.replaceChildren(text), 150);
  }

  // --- the place: the newest question in view, and the keyboard near what was just done

  let seen = "";  // what came last when it was last looked at
  let address = location.pathname;
  let held = null;  // what had the focus last
  let place = "";  // and the key of where that was; of a window, of where it was opened from
  let message = "";  // and of the message, where it was on words that may be placed
  let adrift = false;  // the focus is on something that went out of view
  let fresh = false;  // it came in this run
  let moved = false;  // the person has scrolled since it came
  let echoed = false;  // what was just sent shows below the question

  // What came last: the open question or, for who only asks, the newest answer.
  function newest() {
    if (question()) return key(question());
    const messages = all(MESSAGE).length;
    return messages > 1 ? `message ${messages}` : "";
  }

  // All of what came last where it fits, else its top; of an answer, from what was asked. Where one stands before the question,
  // the answer from its beginning, as far as the question still shows; but what decides stays in view, whatever the question.
  function reveal() {
    const asked = question()?.closest(MESSAGE) ?? (newest() && all(MESSAGE).at(-1));
    if (!main() || !asked) return;
    const foot = one("[data-testid=stBottom]")?.getBoundingClientRect().top;
    const top = main().getBoundingClientRect().top + 8;
    const bottom = (foot ?? main().getBoundingClientRect().bottom) - 8;
    const place = asked.getBoundingClientRect();
    const messages = all(MESSAGE);
    const answered = messages.findLastIndex((each) => one("[class*=st-key-answer-]", each));
    const first = !question() && answered > 0 ? messages[answered - 1] : asked;
    let by = Math.min(place.bottom - bottom, first.getBoundingClientRect().top - top);
    const before = question() && all(MESSAGE).at(-2);
    if (before && one("[class*=st-key-answer-]", before)) {
      const least = question().getBoundingClientRect().bottom + 60 - bottom;
      const verdict = one(".st-key-verdict [data-testid=stText]", before)?.getBoundingClientRect().top ?? Infinity;
      by = Math.min(by, Math.max(before.getBoundingClientRect().top - top, Math.min(least, verdict - top)));
    }
    main().scrollBy({ top: by, behavior: "instant" });
  }

  function follow() {
    if (address !== location.pathname) {
      address = location.pathname;
      seen = "";
      adrift = narrow.matches;
      main()?.scrollTo(0, 0);
    }
    const last = all("[data-testid=stChatMessageContent]").at(-1);
    const echo = last?.ariaLabel?.endsWith("user");
    if (echo && !echoed) main().scrollTo({ top: main().scrollHeight, behavior: "instant" });
    echoed = echo;
    if (newest() !== seen) {
      seen = newest();
      [fresh, moved] = [!unplaced(), false];
      if (fresh) reveal();
    }
  }

  function rest() {
    if (fresh && !moved) reveal();
    fresh = false;
  }

  // Who places the statements of a message one by one stays with it until none is left.
  function unplaced() {
    return message ? one(`.${CSS.escape(message)} ${OPEN} button`) : null;
  }

  // If what had the focus is gone, put it on what took its place, or on what comes next.
  function refocus() {
    if (one("[role=dialog]") || running()) return;
    const there = (element) => element?.isConnected && element.checkVisibility?.() !== false;
    const nowhere = [document.body, null].includes(document.activeElement);
    if (!adrift && !(nowhere && held && !there(held))) return;
    const same = place && !adrift && one(`.${CSS.escape(place)} :is(button, summary, input)`);
    const other = there(same) ? same : unplaced();
    const next = other ?? question() ?? one("[data-testid=stMain] h1");
    if (next !== other) set(next, "tabindex", "-1");
    next?.focus({ preventScroll: true });
    adrift = false;
  }

  // --- the connection: said in our words, and what is typed stays

  let met = false;  // there was a connection
  let unreachable = false;  // the server does not answer, whatever the socket believes
  let dropped = false;  // the socket itself was closed
  let lost = false;  // and it has been said
  let sent = "";  // what was sent and has not come back in the conversation
  let begun = false;  // the server has begun on it
  let kept = "";  // what was put back into the box
  let again = 0;

  const cut = () => met && (unreachable || state().testConnectionState !== "CONNECTED");

  // As if it were typed, so that Streamlit takes it for the value of the box.
  function put(text) {
    const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
    value.set.call(box(), text);
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function probe() {
    const signal = AbortSignal.timeout?.(1500);
    unreachable = !(await fetch("./_stcore/health", { cache: "no-store", signal }).catch(() => null));
    clearTimeout(again);
    if (unreachable) again = setTimeout(probe, 1000);
    connection();
  }

  function connection() {
    met ||= state().testConnectionState === "CONNECTED";
    if (cut()) {
      dropped ||= state().testConnectionState !== "CONNECTED";
      if (box()?.disabled) box().disabled = false;  // one may go on typing
      if (sent && box()?.value === "") put((kept = sent));
      if (!lost) setTimeout(say, 400);  // not for a moment's break
    } else {
      say();
    }
  }

  function say() {
    if (lost === cut()) return;
    lost = cut();
    alarm.style.colorScheme = getComputedStyle(one(".stApp")).colorScheme;
    alarm.replaceChildren((lost && words().offline) || "");
    if (lost) return;
    voice.replaceChildren(words().online ?? "");
    if (!dropped) return;
    dropped = false;
    // Streamlit's own key for running the page again: it may be another server that is back, which
    // knows nothing of this page, and a box that waits for an answer opens at the end of a run only.
    for (const type of ["keydown", "keyup"]) {
      document.dispatchEvent(new KeyboardEvent(type, { key: "r" }));
    }
  }

  // What was sent is done with when the server has worked on it, or shows it after a break.
  function settle() {
    if (cut()) return;
    if (state().testScriptState === "running") begun = true;
    if (running()) return;
    if (begun) sent = "";
    const shown = all("[aria-label='Chat message from user'] [data-testid=stText]").at(-1);
    if (kept && box()?.value === kept && shown?.textContent.trim() === kept.trim()) put("");
    if (box()?.value !== kept) kept = "";
  }

  function sending(event) {
    if (cut()) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (box().value.trim()) {
      [sent, begun] = [box().value, false];
      setTimeout(watch, 1200);
    }
  }

  function watch() {
    if (!sent || begun) return;
    probe();
    setTimeout(watch, 1500);
  }

  // --- the person: who signs in or out in one tab does so in all of them

  let tabs;
  let person;  // a mark of who it is; empty while nobody is signed in, nothing where nobody can be

  function whose() {
    const now = words().person;
    if (now === undefined || now === person || !window.BroadcastChannel) return;
    person = now;
    tabs ??= new BroadcastChannel("person");
    tabs.onmessage = ({ data }) => {  // what is typed stays, unless it is to be seen no more
      if (data !== person && (person || !box()?.value)) location.reload();
    };
    tabs.postMessage(person);
  }

  // --- what is listened to

  let ran = false;
  let later = 0;

  function look() {
    keepRoom();
    connection();
    whose();
    settle();
    name();
    speak();
    follow();
    if (ran && !running()) requestAnimationFrame(rest);
    ran = running();
    clearTimeout(later);
    later = setTimeout(refocus, 100);  // after Streamlit, which does so where a window was closed
  }

  addEventListener("keydown", (event) => {
    const plain = !(event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing);
    if (event.key === "Enter" && plain && event.target === box()) sending(event);
    if (event.target !== box()) moved ||= /^(Page|Arrow|Home|End)/.test(event.key);
  }, true);
  addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("[data-testid=stChatInputSubmitButton]")) sending(event);
    if (at("[data-testid=stSidebarNavLink]") && narrow.matches) {
      setTimeout(() => one("[data-testid=stSidebarCollapseButton] button")?.click());
    }
  }, true);
  addEventListener("focusin", (event) => {
    held = event.target;
    const inside = held.matches("button, summary, input") ? key(held) : "";
    if (held.closest("[role=dialog]")) return;
    place = inside;
    message = key(held.closest("[class*=st-key-said-]"));
  });
  for (const way of ["wheel", "touchmove"]) {
    addEventListener(way, () => { moved = true; }, { passive: true });
  }
  for (const change of ["online", "offline"]) addEventListener(change, probe);
  keepRoom();
  document.body.append(voice, alarm);
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["data-test-script-state", "data-test-connection-state", "disabled"],
  });
})();
