// The figures that follow a dragged slider: charts that are embedded once and then take up the data
// of frames, which the server computes ahead of the drag.

const PAGE = crypto.randomUUID();
const PAUSE = 40; // milliseconds between two drawings of the heavier figures

// Passes server-sent events on one after another; returns the reply, whose status may be a refusal.
export async function readEvents(address, signal, onEvent) {
  const reply = await fetch(address, { signal, headers: { "x-outlast-page": PAGE } });
  if (!reply.ok) return reply;
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return reply;
    text += value;
    const complete = text.split("\n\n");
    text = complete.pop();
    for (const event of complete) {
      const [name, data] = event.split("\n");
      onEvent(name.slice("event: ".length), JSON.parse(data.slice("data: ".length)));
    }
  }
}

// The live figures of the page by their names.
export class Charts {
  views = new Map();
  look = "";
  latest = null;
  drawn = null;
  busy = false;

  // Embeds the charts once in each look; further callers wait for the same embedding.
  embed(query, look) {
    if (this.look !== look) {
      this.look = look;
      this.embedded = this.make(query, look);
    }
    return this.embedded;
  }

  async make(query, look) {
    await import("/static/vega.js");
    for (const figure of document.querySelectorAll("figure[data-live]")) {
      const name = figure.dataset.live;
      const reply = await fetch(`/api/chart/${name}?${query}&look=${look}`, {
        headers: { "x-outlast-page": PAGE },
      });
      if (!reply.ok) {
        this.look = ""; // the next touch of a slider tries again
        return;
      }
      const place = figure.querySelector(".drawn");
      const made = await globalThis.vegaEmbed(place, await reply.json(), {
        actions: false,
        ast: true, // Vega interprets expressions: the security policy forbids eval
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      this.views.set(name, made.view);
      figure.classList.add("alive");
    }
  }

  // Draws the first figure at once, and the heavier others with pauses; only the latest data count.
  async show(data) {
    this.latest = data;
    const [first, ...others] = this.views.keys();
    await this.draw(first, data);
    if (this.busy) return;
    this.busy = true;
    while (this.latest !== this.drawn) {
      await new Promise((later) => setTimeout(later, PAUSE));
      const next = this.latest;
      for (const name of others) await this.draw(name, next);
      this.drawn = next;
    }
    this.busy = false;
  }

  async draw(name, data) {
    const view = this.views.get(name);
    if (!view) return;
    for (const [set, rows] of Object.entries(data[name])) view.data(set, rows);
    await view.runAsync();
  }
}

// The frames of one slider: fetched while the reader holds it; each move shows the nearest one.
export class Frames {
  frames = [];
  wanted = null;
  shown = null;
  drawing = false;

  constructor(show) {
    this.show = show;
  }

  async fetch(address) {
    this.stop();
    this.frames = [];
    this.shown = null;
    const mine = new AbortController();
    this.current = mine;
    try {
      return await readEvents(address, mine.signal, (name, frame) => {
        if (name !== "frame" || this.current !== mine) return;
        this.frames = [...this.frames.filter((each) => each.at !== frame.at), frame];
        this.draw();
      });
    } catch (failure) {
      if (failure.name !== "AbortError") throw failure;
      return null;
    }
  }

  stop() {
    this.wanted = null;
    this.current?.abort();
    this.current = null;
  }

  move(value) {
    this.wanted = value;
    this.draw();
  }

  nearest() {
    let best = null;
    for (const each of this.frames) {
      const nearer = !best || Math.abs(each.at - this.wanted) < Math.abs(best.at - this.wanted);
      if (nearer) best = each;
    }
    return best;
  }

  draw() {
    if (this.drawing || this.wanted === null) return;
    this.drawing = true;
    requestAnimationFrame(async () => {
      const frame = this.wanted === null ? null : this.nearest();
      if (frame && frame !== this.shown) {
        this.shown = frame;
        await this.show(frame);
      }
      this.drawing = false;
      if (this.wanted !== null && this.nearest() !== this.shown) this.draw();
    });
  }
}
