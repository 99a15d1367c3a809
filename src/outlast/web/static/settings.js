// All settings: sliders fed from frames, by pointer and by keyboard, and the search among them.

import { Frames } from "./live.js";
import { fail, fetchAnswer, judge, settings, showSight, stopAnswer } from "./page.js";

const REST = 500; // milliseconds without a move after which the whole answer is fetched
const form = document.getElementById("state");
const sight = document.getElementById("sight");
const frames = new Frames((frame) => {
  const tall = sight.offsetHeight;
  showSight(frame.sight, frame.told);
  if (sight.offsetHeight < tall) sight.style.minHeight = `${tall}px`; // nothing jumps under the pointer
});
addEventListener("resize", () => { sight.style.minHeight = ""; });
let held = ""; // the slider whose frames are fetched, with all other settings
let resting = 0;

const numberField = (element) => element.closest(".lever").querySelector("input[type=number]");

// Fetches the frames of a slider as soon as the pointer or the focus reaches it.
async function fetchFrames(slider) {
  const query = settings();
  const { name } = numberField(slider);
  query.delete(name);
  const now = `${name} ${query}`;
  if (held === now) return;
  held = now;
  query.set("move", name.slice("set.".length));
  try {
    const reply = await frames.fetch(`/api/frames?${query}`);
    if (reply && !reply.ok && held === now) held = ""; // refused: the next touch tries again
  } catch {
    if (held !== now) return;
    held = ""; // the server is away
    fail(form.dataset.failed);
  }
}

function settle() {
  clearTimeout(resting);
  frames.stop();
  held = "";
  fetchAnswer();
}

for (const slider of form.querySelectorAll("input.slider")) {
  slider.hidden = false;
  const number = numberField(slider);
  slider.addEventListener("pointerenter", () => { if (!form.hasAttribute("aria-busy")) fetchFrames(slider); });
  slider.addEventListener("focus", () => fetchFrames(slider));
  slider.addEventListener("input", () => {
    number.value = slider.value;
    judge(number);
    stopAnswer();
    clearTimeout(resting);
    fetchFrames(slider);
    frames.move(Number(slider.value));
  });
  slider.addEventListener("change", () => {
    clearTimeout(resting);
    resting = setTimeout(settle, REST);
  });
  number.addEventListener("input", () => { if (number.value !== "") slider.value = number.value; });
}
for (const setpoint of form.querySelectorAll("a[data-setpoint]")) {
  setpoint.addEventListener("click", (event) => {
    event.preventDefault();
    const number = numberField(setpoint);
    number.value = setpoint.dataset.setpoint;
    judge(number);
    number.dispatchEvent(new Event("input"));
    settle();
  });
}

// Undo and redo put other numbers into the fields; the sliders follow.
form.addEventListener("read", () => {
  for (const slider of form.querySelectorAll("input.slider")) {
    const number = numberField(slider);
    slider.value = number.value === "" ? slider.defaultValue : number.value;
  }
});

const search = document.getElementById("search");
search.closest(".search").hidden = false;
search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of form.querySelectorAll(".group")) {
    let here = 0;
    for (const each of group.querySelectorAll(".lever, .question")) {
      const text = each.textContent.toLowerCase();
      each.hidden = !words.every((word) => text.includes(word));
      if (!each.hidden) here += 1;
    }
    if (words.length) group.open = here > 0;
    found += here;
  }
  document.getElementById("found").textContent = words.length && !found ? search.dataset.none : words.length ? `${found}` : "";
});
search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
