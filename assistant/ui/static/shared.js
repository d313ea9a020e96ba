// Asks for the result that a link opens, and shows it in place of this page. The token is behind the
// "#" of the address, which is sent to no server; here it goes as the body of a request.
(async () => {
  "use strict";
  const words = document.currentScript.dataset;
  addEventListener("hashchange", () => location.reload());
  const found = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    credentials: "omit",
    cache: "no-store",
    body: location.hash.slice(1),
  }).catch(() => null);
  if (!found?.ok) {
    document.querySelector("[role=status]").textContent = found?.status === 404 ? words.gone : words.later;
    return;
  }
  // What is parsed so runs no script, and its own policy lets it load nothing.
  const page = new DOMParser().parseFromString(await found.text(), "text/html");
  const note = page.createElement("p");
  note.className = "note";
  note.textContent = words.note;
  const main = page.createElement("main");
  main.append(note, ...page.body.childNodes);
  page.body.append(main);
  document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
})();
