// The screen of screenings without leaving the page: an answer takes the place of the last one, and
// the address follows. Everything works without this file, through the forms' own buttons.

const told = document.getElementById("told");
let current = null; // the request for the next answer

// Puts the parts of a fetched page into the places of those that stand here.
function show(next) {
  document.title = next.title;
  for (const name of ["#screening", "header"]) document.querySelector(name).replaceWith(next.querySelector(name));
  document.querySelector("footer")?.remove();
  const foot = next.querySelector("footer");
  if (foot) document.body.append(foot);
  document.querySelector("main > .notes")?.remove();
  const notes = next.querySelector("main > .notes");
  if (notes) document.getElementById("main").prepend(notes);
}

// Fetches a page and shows it; `wanted` is the address and the body, if there is one.
async function open(address, options, changes) {
  current?.abort();
  const mine = new AbortController();
  current = mine;
  told.textContent = told.dataset.working;
  document.getElementById("screening").setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(address, { ...options, signal: mine.signal, headers: { accept: "text/html" } });
    const text = await reply.text();
    if (current !== mine) return;
    const next = new DOMParser().parseFromString(text, "text/html");
    if (!next.getElementById("screening")) { told.textContent = told.dataset.failed; return; }
    if (changes && reply.url !== location.href) history.pushState(null, "", reply.url);
    show(next);
    const verdict = document.getElementById("verdict");
    told.textContent = verdict?.dataset.told ?? "";
    if (changes) document.getElementById("result").focus();
  } catch (failure) {
    if (failure.name !== "AbortError") told.textContent = told.dataset.failed;
  } finally {
    if (current === mine) document.getElementById("screening").removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".question-form");
  if (!form) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.hash = "";
  if (form.method === "post") {
    open(address, { method: "POST", body: new FormData(form) }, true);
    return;
  }
  const query = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value !== "") query.append(key, value);
  address.search = query.toString();
  open(address, {}, true);
});

addEventListener("popstate", () => open(location.href, {}, false));
