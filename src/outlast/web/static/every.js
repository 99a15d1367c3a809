// On every screen: a word of progress until the next screen is computed, and whole pages on paper.

const SOON = 300; // milliseconds within which a screen comes without a word
const leaving = document.getElementById("leaving");
let waits = 0;

function wait() {
  clearTimeout(waits);
  waits = setTimeout(() => {
    leaving.textContent = leaving.dataset.running;
    const live = document.getElementById("live");
    if (live) live.textContent = leaving.dataset.running;
  }, SOON);
}

addEventListener("click", (event) => {
  const link = event.target.closest("nav a, a.language, a.button");
  const own = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && own && !event.defaultPrevented) wait();
});
addEventListener("submit", (event) => { if (!event.defaultPrevented) wait(); });
// A page that the reader comes back to waits for nothing.
addEventListener("pageshow", () => { clearTimeout(waits); leaving.textContent = ""; });

// Pictures that the reader has not scrolled to are not fetched yet; paper needs them all.
addEventListener("beforeprint", () => {
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
});
