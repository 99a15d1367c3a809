// Work that the page waits for: its progress, then its result in the same place.
// Without this file the page loads itself again until the work is done.

import { readEvents } from "./live.js";

const place = document.getElementById("waiting");
const live = document.getElementById("live");
const bar = document.getElementById("waiting-bar");
const told = document.getElementById("waiting-told");

// Puts the finished screen into the place of this one; the reader stays where they read.
async function showResult(text) {
  const reply = await fetch(location.href, { headers: { accept: "text/html" } });
  const next = new DOMParser().parseFromString(await reply.text(), "text/html");
  const [old, made] = [document, next].map((each) => each.querySelector("section.whole"));
  if (!reply.ok || !made || next.getElementById("waiting")) { location.reload(); return; }
  old.replaceWith(made);
  live.textContent = text;
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function watch() {
  let last = ""; // the name of the last event
  try {
    const reply = await readEvents(place.dataset.address, undefined, (name, data) => {
      last = name;
      told.textContent = data.told ?? data.error;
      if (name === "failed") live.textContent = data.error;
      if (data.of) Object.assign(bar, { max: data.of, value: data.done });
    });
    if (last === "ended") { await showResult(told.textContent); return; }
    if (last === "failed") return;
    if (reply.ok) { told.textContent = place.dataset.failed; return; } // the server closed
    if (reply.status !== 429) { told.textContent = (await reply.json()).error ?? place.dataset.failed; return; }
    told.textContent = place.dataset.busy;
    setTimeout(watch, 1000 * Number(reply.headers.get("retry-after") ?? 1));
  } catch {
    told.textContent = place.dataset.failed;
  }
}

live.textContent = told.textContent;
watch();
