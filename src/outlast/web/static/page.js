// The page without waiting: asks anew while a lever moves, the latest question wins.
// Everything works without this file, through the form's own button.

const form = document.getElementById("state");
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 700px)");
const PAUSE = 60;
let current = null;
let timer = 0;
let open = false; // one rough question at a time; what was moved meanwhile is asked next
let moved = false;

function look() {
  return `${dark.matches ? "dark" : "light"}-${narrow.matches ? "narrow" : "wide"}`;
}

function asked() {
  const query = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (value !== "") query.append(key, value);
  }
  return query;
}

function told(text) {
  document.getElementById("status").textContent = text;
}

function fill(table, rows) {
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((cell, place) => {
      const made = document.createElement(place === 0 ? "th" : "td");
      if (place === 0) made.scope = "row";
      made.textContent = cell;
      line.append(made);
    });
  }
  table.tBodies[0].replaceWith(body);
}

function show(found) {
  document.getElementById("sentence").textContent = found.sentence;
  document.getElementById("baselines").replaceChildren(
    ...found.baselines.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
  for (const [name, svg] of Object.entries(found.dots)) {
    const place = document.querySelector(`#figure-dots [data-look="${name}"]`);
    if (place) place.innerHTML = svg; // made and escaped by this page's own server
  }
  fill(document.getElementById("services"), found.rows);
  fill(document.getElementById("table-dots"), found.dots_rows);
  document.getElementById("cited").textContent = found.cited;
  told([found.told, ...found.notes].join(" "));
  for (const link of document.querySelectorAll("a[data-carry]")) {
    const query = new URLSearchParams(found.address);
    if (link.hreflang) query.set("lang", link.hreflang);
    link.search = query.toString();
  }
}

async function ask(quick) {
  if (quick && open) {
    moved = true;
    return;
  }
  current?.abort();
  open = quick;
  moved = false;
  const mine = new AbortController();
  current = mine;
  const query = asked();
  if (!quick) history.replaceState(null, "", `?${query}`);
  if (quick) {
    query.set("quick", "1");
    query.set("look", look());
  }
  told(form.dataset.running);
  form.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(`${form.dataset.api}?${query}`, { signal: mine.signal });
    if (reply.status === 429) {
      told(form.dataset.busy);
      const wait = 1000 * Number(reply.headers.get("retry-after") ?? 1);
      setTimeout(() => { if (current === mine) ask(quick); }, wait);
      return;
    }
    const found = await reply.json();
    if (current !== mine) return;
    if (reply.ok) show(found);
    else told(found.error ?? form.dataset.failed);
  } catch (failure) {
    if (failure.name !== "AbortError") told(form.dataset.failed);
  } finally {
    if (current === mine) {
      form.removeAttribute("aria-busy");
      open = false;
      if (moved) ask(true);
    }
  }
}

function soon(quick) {
  if (quick && timer) return;
  clearTimeout(timer);
  timer = setTimeout(() => { timer = 0; ask(quick); }, quick ? PAUSE : 0);
}

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    told(copy.dataset.done);
  });
}

if (form) {
  for (const slider of form.querySelectorAll("input.slider")) {
    slider.hidden = false;
    const field = slider.nextElementSibling;
    slider.addEventListener("input", () => { field.value = slider.value; });
    field.addEventListener("input", () => { if (field.value !== "") slider.value = field.value; });
  }
  form.addEventListener("input", (event) => {
    if (event.target.name !== "scenario") soon(true);
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "scenario") form.requestSubmit();
    else soon(false);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter === null) return;
    event.preventDefault();
    soon(false);
  });
}
