// Streams of the server, and the frames of one slider, which it computes ahead of the drag.

const PAGE = crypto.randomUUID();
export const OWN = { "x-outlast-page": PAGE };

// Passes server-sent events on one after another; returns the reply, whose status may be a refusal.
export async function readEvents(address, signal, onEvent) {
  const reply = await fetch(address, { signal, headers: OWN });
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
    requestAnimationFrame(() => {
      const frame = this.wanted === null ? null : this.nearest();
      if (frame && frame !== this.shown) {
        this.shown = frame;
        this.show(frame);
      }
      this.drawing = false;
      if (this.wanted !== null && this.nearest() !== this.shown) this.draw();
    });
  }
}
