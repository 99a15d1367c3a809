// The first screen without waiting: a choice shows its frame at once, then the whole answer. The
// address follows every answer, so that Back, undo and redo lead through them. Everything works
// without this file, through the form's own button.

import { readEvents } from "./live.js";

const form = document.getElementById("state");
const live = document.getElementById("live");
const known = new Map(); // the frames of single choices: `name=value` → HTML of the first screen
let current = null; // the request for the whole answer

export function settings() {
  const query = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (value !== "" && form.elements[key].validity?.valid !== false) query.append(key, value);
  }
  return query;
}

// Says at a field that its value cannot be used, and returns whether it can. No other field waits.
export function judge(field) {
  const told = document.getElementById(`refused-${field.id}`);
  const usable = field.validity.valid;
  if (usable) {
    told?.remove();
    field.removeAttribute("aria-invalid");
  } else if (!told) {
    field.setAttribute("aria-invalid", "true");
    const text = field.dataset.refused ?? field.validationMessage;
    field.after(Object.assign(document.createElement("span"), { id: `refused-${field.id}`, className: "refused", role: "alert", textContent: text }));
  }
  return usable;
}

const judgeAll = () => [...form.querySelectorAll("input[type=number]")].map(judge).every(Boolean);

export function setStatus(text) {
  document.getElementById("status").textContent = text;
}

// States a failure, and has it read aloud.
export function fail(text) {
  setStatus(text);
  live.textContent = text;
}

// Shows a first screen that this page's own server made and escaped.
export function showSight(html, told) {
  document.getElementById("sight").innerHTML = html;
  if (told) setStatus(told);
  document.dispatchEvent(new CustomEvent("sight"));
}

function fillTable(table, columns, rows) {
  if (!table) return;
  if (!table.tHead.rows[0].cells.length) {
    for (const title of columns) {
      table.tHead.rows[0].append(Object.assign(document.createElement("th"), { scope: "col", textContent: title }));
    }
  }
  const body = document.createElement("tbody");
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, column) => {
      const cell = document.createElement(column === 0 ? "th" : "td");
      if (column === 0) cell.scope = "row";
      else cell.dataset.head = table.tHead.rows[0].cells[column].textContent;
      cell.textContent = text;
      line.append(cell);
    });
  }
  table.tBodies[0].replaceWith(body);
}

function setText(id, text) {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}

function show(answer) {
  showSight(answer.sight, [answer.told, ...answer.notes].join(" "));
  const below = document.getElementById("below");
  if (below.childElementCount) below.innerHTML = answer.below; // made and escaped like the sight
  const beside = document.getElementById("baselines");
  beside?.replaceChildren(
    ...answer.baselines.map((text) => Object.assign(document.createElement("p"), { textContent: text })),
  );
  if (beside) beside.closest("details").hidden = !answer.baselines.length;
  setText("weights", answer.weights);
  const weighed = document.getElementById("weighed");
  if (weighed) weighed.hidden = !answer.weights;
  fillTable(document.getElementById("services"), answer.columns, answer.rows);
  fillTable(document.getElementById("clocks"), answer.clocks_columns, answer.clocks);
  setText("services-note", answer.note);
  setText("clocks-note", answer.clocks_note);
  setText("command", answer.command);
  for (const each of document.querySelectorAll(".cited")) each.textContent = answer.cited;
  for (const link of document.querySelectorAll("a[data-carry], a[data-setpoint]")) {
    const query = new URLSearchParams(answer.address);
    if (link.dataset.setpoint) query.set(link.closest(".lever").querySelector("input[type=number]").name, link.dataset.setpoint);
    if (link.hreflang) query.set("lang", link.hreflang);
    link.search = query.toString();
  }
  document.title = `${answer.headline} · outlast`;
  // Read aloud once, when the answer is whole: the same headline may stand over other counts.
  live.textContent = [answer.headline, document.getElementById("chips").textContent.trim()].join(" ").trim();
}

// The place of the answer in the row that undo and redo lead through.
let at = history.state?.at ?? Number(sessionStorage.getItem("next") ?? 0);
const furthest = () => Number(sessionStorage.getItem("furthest") ?? 0);

function enableSteps() {
  for (const [id, on] of [["undo", at > 0], ["redo", at < furthest()]]) {
    const button = document.getElementById(id);
    button.hidden = false;
    button.disabled = !on;
  }
}

function remember() {
  const address = `?${settings()}`;
  if (address === location.search) return;
  at += 1;
  history.pushState({ at }, "", address);
  sessionStorage.setItem("furthest", at);
  enableSteps();
}

// Puts the settings of the address into the form.
function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) {
    if (!field.name) continue;
    const text = query.get(field.name) ?? (field.name === "since" ? "past" : ""); // as the server reads it
    if (field.type === "radio") field.checked = field.value === text;
    else if (text || field.type !== "hidden") field.value = text || (field.tagName === "SELECT" ? field.querySelector("option[value='']")?.value ?? field.value : field.defaultValue && !field.name.startsWith("set.") ? field.defaultValue : "");
    else if (isSetting(field.name)) field.value = "";
  }
  judgeAll();
  form.dispatchEvent(new CustomEvent("read"));
}

export async function fetchAnswer({ keep = true } = {}) {
  current?.abort();
  const mine = new AbortController();
  current = mine;
  if (keep) remember();
  setStatus(form.dataset.running);
  form.setAttribute("aria-busy", "true");
  try {
    const reply = await readEvents(`/api/progress?${settings()}`, mine.signal, (name, data) => {
      if (current !== mine) return;
      if (name === "answer") show(data);
      else if (name === "rough") showSight(data.sight);
      else if (name === "failed") fail(data.error);
      else setStatus(form.dataset.of.replace("{done}", data.done).replace("{of}", data.of));
    });
    if (current !== mine || reply.ok) return;
    if (reply.status === 429) setStatus(form.dataset.busy);
    else fail((await reply.json()).error ?? form.dataset.failed);
    const wait = 1000 * Number(reply.headers.get("retry-after") ?? 1);
    if (reply.status === 429) setTimeout(() => { if (current === mine) fetchAnswer({ keep: false }); }, wait);
  } catch (failure) {
    if (failure.name !== "AbortError") fail(form.dataset.failed);
  } finally {
    if (current === mine) form.removeAttribute("aria-busy");
  }
}

export const stopAnswer = () => current?.abort();

const isSetting = (key) => /^(set|switch)\./.test(key);

// The one setting that differs from the shipped answer, as `name=value`; none if several do.
function single() {
  const moved = [...settings()].filter(([key]) => isSetting(key));
  return moved.length === 1 ? moved[0].join("=") : "";
}

// Fetches the frame and the effect of every choice, one after another.
async function fetchChoices() {
  const query = settings();
  for (const key of [...query.keys()]) if (isSetting(key)) query.delete(key);
  await readEvents(`/api/choices?${query}`, undefined, (name, data) => {
    if (name === "levers" && !single()) setText("levers-line", data.text);
    if (name !== "choice") return;
    known.set(`${data.name}=${data.value}`, data.sight);
    const effect = document.querySelector(`[data-effect="${CSS.escape(data.name)}"]`);
    if (effect) effect.textContent = data.effect;
  });
}

form.addEventListener("change", (event) => {
  const { name } = event.target;
  if (!name && event.target.type !== "range") return;
  if (event.target.type === "range") return; // settings.js waits until the slider rests
  if (event.target.type === "number" && !judge(event.target)) return;
  // The choices get other names; undo leads back over the new page.
  if (name === "since") {
    sessionStorage.setItem("next", at + 1);
    location.search = settings();
    return;
  }
  if (name === "scenario") {
    const query = settings(); // another scenario begins as shipped
    for (const key of [...query.keys()]) if (isSetting(key)) query.delete(key);
    location.search = query;
    return;
  }
  const frame = known.get(single());
  if (frame) showSight(frame);
  fetchAnswer();
});
form.addEventListener("submit", (event) => {
  if (event.submitter === null) return;
  event.preventDefault();
  if (judgeAll()) fetchAnswer();
});
addEventListener("popstate", (event) => {
  // A link to a place of this page leaves no state: the answer stays.
  if (event.state === null) {
    history.replaceState({ at }, "");
    return;
  }
  at = event.state.at;
  readAddress();
  enableSteps();
  fetchAnswer({ keep: false });
});
document.getElementById("undo").addEventListener("click", () => history.back());
document.getElementById("redo").addEventListener("click", () => history.forward());
document.getElementById("go").hidden = true;
form.noValidate = true; // each field has words of its own

const copy = document.getElementById("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("command").textContent);
    setStatus(copy.dataset.done);
  });
}

if (history.state?.at === undefined) {
  history.replaceState({ at }, "");
  sessionStorage.setItem("furthest", at);
}
sessionStorage.removeItem("next");
enableSteps();
if (document.querySelector(".card")) fetchChoices().catch(() => {});
if (form.dataset.refine !== undefined) fetchAnswer({ keep: false });
