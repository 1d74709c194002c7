// The pen for the canvas of the page; static/saving/svg_pen.js has another with the same strokes.
// In: shapes in CSS pixels. Out: a picture.
// Style: { fill, stroke, width, alpha, dash, radius, cap }; text: { size, weight, fill, align, alpha }.
// A picture is { grid, colours, limit }: `colours` holds 256 RGB triples from -limit to +limit.

/**
 * @typedef {{ fill?: string | CanvasPattern, stroke?: string, width?: number, alpha?: number, dash?: number[],
 *   radius?: number, cap?: CanvasLineCap }} Style
 * @typedef {{ size: number, weight?: number, fill: string, align?: 'left' | 'center' | 'right', alpha?: number,
 *   turn?: number }} TextStyle
 * @typedef {{ steps: number, units: number, at: (step: number, unit: number) => number }} Numbers
 * @typedef {{ grid: Numbers, colours: Uint8Array, limit: number }} Picture
 */

/** @param {[number, string][]} stops places from 0 to 1, each with its colour as `#rrggbb` */
export function colourScale(stops) {
  const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const colours = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const place = i / 255;
    const next = Math.max(
      1,
      stops.findIndex(([at]) => at >= place),
    );
    const [low, from] = stops[next - 1];
    const [high, to] = stops[next];
    const share = (place - low) / (high - low);
    const [a, b] = [parse(from), parse(to)];
    for (let c = 0; c < 3; c++) colours[i * 3 + c] = Math.round(a[c] + share * (b[c] - a[c]));
  }
  return colours;
}

// Where the colour of a number stands in a scale.
export const index = (picture, value) =>
  3 * Math.max(0, Math.min(255, Math.round((value / picture.limit + 1) * 127.5) || 0));

const bitmaps = new WeakMap();

// One pixel per state; stretched when drawn, so a frame costs a handful of copies.
function bitmap(picture) {
  const { grid, colours, limit } = picture;
  const kept = bitmaps.get(grid);
  if (kept && kept.colours === colours && kept.limit === limit) return kept.canvas;
  const canvas = document.createElement('canvas');
  canvas.width = grid.steps;
  canvas.height = grid.units;
  const context = drawing(canvas);
  const image = context.createImageData(grid.steps, grid.units);
  for (let step = 0; step < grid.steps; step++) {
    for (let unit = 0; unit < grid.units; unit++) {
      const from = index(picture, grid.at(step, unit));
      const to = 4 * (unit * grid.steps + step);
      image.data.set([colours[from], colours[from + 1], colours[from + 2], 255], to);
    }
  }
  context.putImageData(image, 0, 0);
  bitmaps.set(grid, { canvas, colours, limit });
  return canvas;
}

/** Every browser that runs modules has it.
 * @param {HTMLCanvasElement} canvas */
export const drawing = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

export const HATCH = 6;

export class CanvasPen {
  /** @type {CanvasRenderingContext2D} */
  context;

  font = '';
  ratio = 1;

  /** @type {Map<string, Path2D>} */
  paths = new Map();

  /** @type {Map<string, CanvasPattern>} */
  hatches = new Map();

  constructor(context, { font, ratio }) {
    Object.assign(this, { context, font, ratio });
  }

  clear(width, height, fill) {
    const { ratio } = this;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
    if (fill) this.rect(0, 0, width, height, { fill });
  }

  ink(trace, { fill, stroke, width = 1, alpha = 1, dash, cap }) {
    const { context } = this;
    context.globalAlpha = alpha;
    if (fill) {
      context.fillStyle = fill;
      trace('fill');
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.lineCap = cap ?? 'butt';
      context.lineJoin = 'round';
      context.setLineDash(dash ?? []);
      trace('stroke');
    }
    context.globalAlpha = 1;
  }

  rect(x, y, w, h, style) {
    if (style.radius) {
      this.context.beginPath();
      this.context.roundRect(x, y, w, h, style.radius);
      this.ink((verb) => this.context[verb](), style);
    } else this.ink((verb) => this.context[`${verb}Rect`](x, y, w, h), style);
  }

  circle(x, y, r, style) {
    this.context.beginPath();
    this.context.arc(x, y, r, 0, 2 * Math.PI);
    this.ink((verb) => this.context[verb](), style);
  }

  path(d, style) {
    if (!this.paths.has(d)) {
      if (this.paths.size > 400) this.paths.clear();
      this.paths.set(d, new Path2D(d));
    }
    const shape = this.paths.get(d);
    this.ink((verb) => this.context[verb](shape), style);
  }

  /** `turn` in degrees, clockwise, about the point where the text stands.
   * @param {string} words @param {number} x @param {number} y @param {TextStyle} style */
  text(words, x, y, { size, weight = 400, fill, align = 'left', alpha = 1, turn = 0 }) {
    const { context } = this;
    context.save();
    context.translate(x, y);
    context.rotate((turn * Math.PI) / 180);
    context.globalAlpha = alpha;
    context.font = `${weight} ${size}px ${this.font}`;
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.fillStyle = fill;
    context.fillText(words, 0, size * 0.06);
    context.restore();
  }

  measure(words, size, weight) {
    this.context.font = `${weight} ${size}px ${this.font}`;
    return this.context.measureText(words).width;
  }

  cells(picture, first, last, x, y, w, h) {
    const image = bitmap(picture);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(image, first, 0, last - first, image.height, x, y, w, h);
  }

  hatch(x, y, w, h, stroke) {
    if (!this.hatches.has(stroke)) this.hatches.set(stroke, this.hatching(stroke));
    this.rect(x, y, w, h, { fill: this.hatches.get(stroke) });
  }

  hatching(stroke) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = HATCH * this.ratio;
    const context = drawing(tile);
    context.scale(this.ratio, this.ratio);
    context.strokeStyle = stroke;
    context.lineWidth = 1;
    context.stroke(
      new Path2D(`M-1 1L1 -1M0 ${HATCH}L${HATCH} 0M${HATCH - 1} ${HATCH + 1}L${HATCH + 1} ${HATCH - 1}`),
    );
    const pattern = /** @type {CanvasPattern} */ (this.context.createPattern(tile, 'repeat'));
    pattern.setTransform(new DOMMatrix().scale(1 / this.ratio));
    return pattern;
  }
}
