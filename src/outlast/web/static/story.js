// The stories of single futures: a click on a dot tells it; arrows and Enter do the same.

import { OWN } from "./live.js";
import { settings } from "./page.js";

const NEAR = 40; // pixels within which a touch counts for the nearest dot
const PACE = 4000; // milliseconds between two futures that are played
const story = document.getElementById("story");
const play = document.getElementById("play");
const still = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = -1; // the place of the chosen dot among all
let playing = 0;
let current = null;

const pictures = () => [...document.querySelectorAll("#sight svg.dots")];
const dotsOf = (svg) => [...svg.querySelectorAll(".dot")];

// Makes each picture a list from which the keyboard can choose.
function prepare() {
  play.disabled = pictures().every((svg) => !dotsOf(svg).length); // dots of the release have no stories
  for (const svg of pictures()) {
    if (play.disabled) continue;
    svg.setAttribute("role", "listbox");
    svg.setAttribute("tabindex", "0");
    for (const [at, dot] of dotsOf(svg).entries()) {
      dot.setAttribute("role", "option");
      dot.setAttribute("aria-selected", "false");
      dot.setAttribute("aria-label", dot.dataset.said);
      dot.id = `${svg.classList[1]}-dot-${at}`;
    }
    svg.addEventListener("click", (event) => {
      const at = nearest(svg, event.clientX, event.clientY);
      if (at >= 0) tell(at, true);
    });
    svg.addEventListener("keydown", onKey);
  }
  mark();
}

function nearest(svg, x, y) {
  let best = -1;
  let least = NEAR;
  for (const [at, dot] of dotsOf(svg).entries()) {
    const box = dot.getBoundingClientRect();
    const far = Math.hypot(x - box.x - box.width / 2, y - box.y - box.height / 2);
    if (far < least) [best, least] = [at, far];
  }
  return best;
}

function onKey(event) {
  const count = dotsOf(event.currentTarget).length;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step) {
    chosen = (chosen + step + count) % count;
    mark();
  } else if ((event.key === "Enter" || event.key === " ") && chosen >= 0) tell(chosen, true);
  else return;
  event.preventDefault();
}

function mark() {
  for (const svg of pictures()) {
    for (const [at, dot] of dotsOf(svg).entries()) {
      dot.classList.toggle("chosen", at === chosen);
      dot.setAttribute("aria-selected", `${at === chosen}`);
    }
    if (chosen >= 0) svg.setAttribute("aria-activedescendant", `${svg.classList[1]}-dot-${chosen}`);
  }
}

async function tell(at, focus) {
  const dot = dotsOf(pictures()[0])[at];
  if (!dot) return;
  chosen = at;
  mark();
  current?.abort();
  const mine = new AbortController();
  current = mine;
  const query = settings();
  query.set("future", dot.dataset.future);
  story.hidden = false;
  const tall = story.offsetHeight;
  if (focus) story.textContent = story.dataset.loading;
  try {
    const reply = await fetch(`${story.dataset.address}?${query}`, { signal: mine.signal, headers: OWN });
    const told = await reply.json();
    if (current !== mine) return;
    if (!reply.ok) story.textContent = told.error ?? story.dataset.failed;
    else story.innerHTML = told.html; // made and escaped by this page's own server
    if (playing && story.offsetHeight < tall) story.style.minHeight = `${tall}px`; // nothing jumps below
    if (focus) story.focus();
  } catch (failure) {
    if (failure.name !== "AbortError") story.textContent = story.dataset.failed;
  }
}

function stop() {
  clearInterval(playing);
  playing = 0;
  story.style.minHeight = "";
  play.setAttribute("aria-pressed", "false");
  [play.textContent, play.dataset.stop] = [play.dataset.stop, play.textContent];
  document.getElementById("sight").classList.remove("playing");
}

function start() {
  const count = dotsOf(pictures()[0]).length;
  play.setAttribute("aria-pressed", "true");
  [play.textContent, play.dataset.stop] = [play.dataset.stop, play.textContent];
  document.getElementById("sight").classList.add("playing");
  const next = () => tell(Math.floor(Math.random() * count), false); // each dot is equally likely
  next();
  playing = setInterval(next, PACE);
}

play.addEventListener("click", () => (playing ? stop() : start()));
still.addEventListener("change", () => { if (playing) stop(); play.hidden = still.matches; });
play.hidden = still.matches;
story.addEventListener("click", (event) => {
  if (!event.target.closest("[data-close]")) return;
  if (playing) stop();
  story.hidden = true;
  chosen = -1;
  mark();
  pictures().find((svg) => svg.checkVisibility())?.focus();
});
document.addEventListener("sight", () => {
  chosen = -1;
  if (!playing) story.hidden = true; // the future that it tells belongs to the answer before
  prepare();
});
prepare();
