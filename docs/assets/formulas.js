// Renders the formulas of a page; again after the site has loaded another page in place.

function renderFormulas() {
  for (const place of document.querySelectorAll(".arithmatex")) {
    const text = place.textContent.trim();
    if (!/^\\[([]/.test(text)) continue; // rendered before
    katex.render(text.slice(2, -2), place, {
      displayMode: text.startsWith("\\["),
      throwOnError: true,
    });
  }
}

if (window.document$) document$.subscribe(renderFormulas);
else document.addEventListener("DOMContentLoaded", renderFormulas);
