// What follows a dragged lever: frames that are run ahead of the hand, put into charts that were
// embedded once, so that only their data are replaced.

const PAGE = crypto.randomUUID();
const REST = 40; // milliseconds between two drawings of what is heavy

// Reads server-sent events one after another; returns the reply, whose status tells a refusal.
export async function events(address, signal, hear) {
  const reply = await fetch(address, { signal, headers: { "x-outlast-page": PAGE } });
  if (!reply.ok) return reply;
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return reply;
    text += value;
    const whole = text.split("\n\n");
    text = whole.pop();
    for (const one of whole) {
      const [name, data] = one.split("\n");
      hear(name.slice("event: ".length), JSON.parse(data.slice("data: ".length)));
    }
  }
}

// The figures of the page that can live, each by its name.
export class Charts {
  views = new Map();
  look = "";
  latest = null;
  drawn = null;
  busy = false;

  // Embeds the charts once in each look; whoever asks meanwhile waits for the same.
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
        this.look = ""; // asked again when a lever is next touched
        return;
      }
      const place = figure.querySelector(".drawn");
      const made = await globalThis.vegaEmbed(place, await reply.json(), {
        actions: false,
        ast: true, // expressions are read and not evaluated: the page allows no eval
        defaultStyle: false,
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      this.views.set(name, made.view);
      figure.classList.add("alive");
    }
  }

  // Draws what is light at once, and what is heavy when the hand leaves time: the latest wins.
  async show(data) {
    this.latest = data;
    await this.draw("dots", data);
    if (this.busy) return;
    this.busy = true;
    while (this.latest !== this.drawn) {
      await new Promise((later) => setTimeout(later, REST));
      const next = this.latest;
      await this.draw("paths", next);
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

// Frames of one lever: fetched as long as it is held, the nearest one shown as soon as it moves.
export class Frames {
  found = [];
  wanted = null;
  shown = null;
  drawing = false;

  constructor(show) {
    this.show = show;
  }

  async fetch(address) {
    this.stop();
    this.found = [];
    this.shown = null;
    const mine = new AbortController();
    this.current = mine;
    try {
      return await events(address, mine.signal, (name, frame) => {
        if (name !== "frame" || this.current !== mine) return;
        this.found = [...this.found.filter((each) => each.at !== frame.at), frame];
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
    for (const each of this.found) {
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
