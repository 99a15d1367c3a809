// The page without waiting: frames while a lever is dragged, the whole answer when it is let go.
// Everything works without this file, through the form's own button.

import { Charts, Frames, events } from "/static/live.js";

const form = document.getElementById("state");
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 700px)");
const charts = new Charts();
const frames = new Frames(async (frame) => {
  document.getElementById("sentence").textContent = frame.sentence;
  fill(document.getElementById("services"), frame.rows);
  document.getElementById("services-note").textContent = frame.note;
  told(frame.told);
  charts.show(frame.data); // not waited for: the next frame may overtake the fan
});
let current = null;
let held = ""; // the lever whose frames are fetched, and where all else stands

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

// The number of the lever that something belongs to.
function field(inside) {
  return inside.closest(".lever").querySelector("input[type=number]");
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
  // The fan of a state that was not dragged to is drawn anew too.
  charts.embed(new URLSearchParams(found.address), look()).then(() => charts.show(found.data));
  for (const [name, svg] of Object.entries(found.dots)) {
    const place = document.querySelector(`#figure-dots [data-look="${name}"]`);
    if (place) place.innerHTML = svg; // made and escaped by this page's own server
  }
  fill(document.getElementById("services"), found.rows);
  document.getElementById("services-note").textContent = found.note;
  for (const [name, rows] of Object.entries(found.tables)) {
    fill(document.getElementById(`table-${name}`), rows);
  }
  for (const each of document.querySelectorAll(".cited")) each.textContent = found.cited;
  document.getElementById("command").textContent = found.command;
  told([found.told, ...found.notes].join(" "));
  for (const link of document.querySelectorAll("a[data-carry], a[data-stop]")) {
    const query = new URLSearchParams(found.address);
    if (link.dataset.stop) query.set(field(link).name, link.dataset.stop);
    if (link.hreflang) query.set("lang", link.hreflang);
    link.search = query.toString();
  }
}

async function ask() {
  frames.stop();
  held = "";
  current?.abort();
  const mine = new AbortController();
  current = mine;
  const query = asked();
  history.replaceState(null, "", `?${query}`);
  told(form.dataset.running);
  form.setAttribute("aria-busy", "true");
  try {
    const reply = await events(`/api/progress?${query}&look=${look()}`, mine.signal, (name, found) => {
      if (current !== mine) return;
      if (name === "answer") show(found);
      else if (name === "failed") told(found.error);
      else told(form.dataset.of.replace("{done}", found.done).replace("{of}", found.of));
    });
    if (current !== mine || reply.ok) return;
    told(reply.status === 429 ? form.dataset.busy : ((await reply.json()).error ?? form.dataset.failed));
    const wait = 1000 * Number(reply.headers.get("retry-after") ?? 1);
    if (reply.status === 429) setTimeout(() => { if (current === mine) ask(); }, wait);
  } catch (failure) {
    if (failure.name !== "AbortError") told(form.dataset.failed);
  } finally {
    if (current === mine) form.removeAttribute("aria-busy");
  }
}

// Frames of a lever are fetched as soon as a hand or the focus comes near it.
async function hold(slider) {
  const query = asked();
  const name = field(slider).name;
  query.delete(name);
  const now = `${name} ${query}`;
  if (held === now) return;
  held = now;
  charts.embed(asked(), look());
  query.set("move", name.slice("set.".length));
  const reply = await frames.fetch(`/api/frames?${query}`);
  if (reply && !reply.ok && held === now) held = ""; // refused: asked again when next touched
}

// The looks that were not drawn anew are of an answer before: the wanted one is asked for.
for (const each of [dark, narrow]) each.addEventListener("change", () => { if (current) ask(); });

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    told(copy.dataset.done);
  });
}

for (const link of document.querySelectorAll("a[data-link]")) {
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard) return; // the link itself leads to the figure
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    const text = link.textContent;
    link.textContent = link.dataset.done;
    setTimeout(() => { link.textContent = text; }, 2000);
  });
}

if (form) {
  for (const slider of form.querySelectorAll("input.slider")) {
    slider.hidden = false;
    const number = field(slider);
    slider.addEventListener("pointerenter", () => { if (!current || !form.hasAttribute("aria-busy")) hold(slider); });
    slider.addEventListener("focus", () => hold(slider));
    slider.addEventListener("input", () => {
      number.value = slider.value;
      current?.abort();
      hold(slider);
      frames.move(Number(slider.value));
    });
    number.addEventListener("input", () => { if (number.value !== "") slider.value = number.value; });
  }
  for (const stop of form.querySelectorAll("a[data-stop]")) {
    stop.addEventListener("click", (event) => {
      event.preventDefault();
      const number = field(stop);
      number.value = stop.dataset.stop;
      number.dispatchEvent(new Event("input"));
      ask();
    });
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "scenario") form.requestSubmit();
    else ask();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter === null) return;
    event.preventDefault();
    ask();
  });
}
