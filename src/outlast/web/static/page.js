// The page without waiting: frames while the reader drags a slider, the whole answer afterwards.
// Everything works without this file, through the form's own button.

import { Charts, Frames, readEvents } from "/static/live.js";

const form = document.getElementById("state");
const dark = matchMedia("(prefers-color-scheme: dark)");
const narrow = matchMedia("(max-width: 700px)");
const charts = new Charts();
const frames = new Frames(async (frame) => {
  document.getElementById("sentence").textContent = frame.sentence;
  fillTable(document.getElementById("services"), frame.rows);
  document.getElementById("services-note").textContent = frame.note;
  fillTable(document.getElementById("clocks"), frame.clocks);
  setStatus(frame.told);
  charts.show(frame.data); // not awaited: the next frame may overtake the heavier figures
});
let current = null; // the request for the whole answer
let held = ""; // the slider whose frames are fetched, with all other settings

function look() {
  return `${dark.matches ? "dark" : "light"}-${narrow.matches ? "narrow" : "wide"}`;
}

function settings() {
  const query = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (value !== "") query.append(key, value);
  }
  return query;
}

function setStatus(text) {
  document.getElementById("status").textContent = text;
}

// The number field of the lever that an element belongs to.
function numberField(element) {
  return element.closest(".lever").querySelector("input[type=number]");
}

function fillTable(table, rows) {
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, column) => {
      const cell = document.createElement(column === 0 ? "th" : "td");
      if (column === 0) cell.scope = "row";
      cell.textContent = text;
      line.append(cell);
    });
  }
  table.tBodies[0].replaceWith(body);
}

function show(answer) {
  document.getElementById("sentence").textContent = answer.sentence;
  document.getElementById("baselines").replaceChildren(
    ...answer.baselines.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
  // The charts take up the data of an answer that no drag led to as well.
  charts.embed(new URLSearchParams(answer.address), look()).then(() => charts.show(answer.data));
  for (const [name, svg] of Object.entries(answer.dots)) {
    const place = document.querySelector(`figure .picture[data-look="${name}"]`);
    if (place) place.innerHTML = svg; // made and escaped by this page's own server
  }
  fillTable(document.getElementById("services"), answer.rows);
  document.getElementById("services-note").textContent = answer.note;
  fillTable(document.getElementById("clocks"), answer.clocks);
  for (const [name, rows] of Object.entries(answer.tables)) {
    fillTable(document.getElementById(`table-${name}`), rows);
  }
  for (const each of document.querySelectorAll(".cited")) each.textContent = answer.cited;
  document.getElementById("command").textContent = answer.command;
  setStatus([answer.told, ...answer.notes].join(" "));
  for (const link of document.querySelectorAll("a[data-carry], a[data-setpoint]")) {
    const query = new URLSearchParams(answer.address);
    if (link.dataset.setpoint) query.set(numberField(link).name, link.dataset.setpoint);
    if (link.hreflang) query.set("lang", link.hreflang);
    link.search = query.toString();
  }
}

async function fetchAnswer() {
  frames.stop();
  held = "";
  current?.abort();
  const mine = new AbortController();
  current = mine;
  const query = settings();
  history.replaceState(null, "", `?${query}`);
  setStatus(form.dataset.running);
  form.setAttribute("aria-busy", "true");
  try {
    const reply = await readEvents(`/api/progress?${query}&look=${look()}`, mine.signal, (name, data) => {
      if (current !== mine) return;
      if (name === "answer") show(data);
      else if (name === "failed") setStatus(data.error);
      else setStatus(form.dataset.of.replace("{done}", data.done).replace("{of}", data.of));
    });
    if (current !== mine || reply.ok) return;
    setStatus(reply.status === 429 ? form.dataset.busy : ((await reply.json()).error ?? form.dataset.failed));
    const wait = 1000 * Number(reply.headers.get("retry-after") ?? 1);
    if (reply.status === 429) setTimeout(() => { if (current === mine) fetchAnswer(); }, wait);
  } catch (failure) {
    if (failure.name !== "AbortError") setStatus(form.dataset.failed);
  } finally {
    if (current === mine) form.removeAttribute("aria-busy");
  }
}

// Fetches the frames of a slider as soon as the pointer or the focus reaches it.
async function fetchFrames(slider) {
  const query = settings();
  const name = numberField(slider).name;
  query.delete(name);
  const now = `${name} ${query}`;
  if (held === now) return;
  held = now;
  charts.embed(settings(), look());
  query.set("move", name.slice("set.".length));
  const reply = await frames.fetch(`/api/frames?${query}`);
  if (reply && !reply.ok && held === now) held = ""; // refused: the next touch tries again
}

// An answer is drawn in one look alone; after a change of paper or width it is fetched in the other.
for (const each of [dark, narrow]) each.addEventListener("change", () => { if (current) fetchAnswer(); });

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    setStatus(copy.dataset.done);
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
    const number = numberField(slider);
    slider.addEventListener("pointerenter", () => { if (!current || !form.hasAttribute("aria-busy")) fetchFrames(slider); });
    slider.addEventListener("focus", () => fetchFrames(slider));
    slider.addEventListener("input", () => {
      number.value = slider.value;
      current?.abort();
      fetchFrames(slider);
      frames.move(Number(slider.value));
    });
    number.addEventListener("input", () => { if (number.value !== "") slider.value = number.value; });
  }
  for (const setpoint of form.querySelectorAll("a[data-setpoint]")) {
    setpoint.addEventListener("click", (event) => {
      event.preventDefault();
      const number = numberField(setpoint);
      number.value = setpoint.dataset.setpoint;
      number.dispatchEvent(new Event("input"));
      fetchAnswer();
    });
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "scenario") form.requestSubmit();
    else fetchAnswer();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter === null) return;
    event.preventDefault();
    fetchAnswer();
  });
}
