// Two pens with the same strokes: one for the canvas of the page, one for SVG files.
// In: shapes in CSS pixels. Out: a picture. Used by: every panel, export.js.
// Style: { fill, stroke, width, alpha, dash, radius, cap }; text: { size, weight, fill, align, alpha }.
// A picture is { grid, colours, limit }: `colours` holds 256 RGB triples from -limit to +limit.

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

const index = (picture, value) =>
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
  const context = canvas.getContext('2d');
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

const HATCH = 6;

export class CanvasPen {
  constructor(context, { font, ratio, margin = 0 }) {
    Object.assign(this, { context, font, ratio, margin, paths: new Map(), hatches: new Map() });
  }

  clear(width, height, fill) {
    const { ratio, margin } = this;
    this.context.setTransform(ratio, 0, 0, ratio, margin * ratio, margin * ratio);
    this.context.clearRect(-margin, -margin, width + 2 * margin, height + 2 * margin);
    if (fill) this.rect(-margin, -margin, width + 2 * margin, height + 2 * margin, { fill });
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

  // `turn` in degrees, clockwise, about the point where the text stands.
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
    const context = tile.getContext('2d');
    context.scale(this.ratio, this.ratio);
    context.strokeStyle = stroke;
    context.lineWidth = 1;
    context.stroke(
      new Path2D(`M-1 1L1 -1M0 ${HATCH}L${HATCH} 0M${HATCH - 1} ${HATCH + 1}L${HATCH + 1} ${HATCH - 1}`),
    );
    const pattern = this.context.createPattern(tile, 'repeat');
    pattern.setTransform(new DOMMatrix().scale(1 / this.ratio));
    return pattern;
  }
}

const escape = (text) => String(text).replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
const short = (number) => Math.round(number * 100) / 100;

export class SvgPen {
  constructor({ font, margin = 0 }) {
    Object.assign(this, { font, margin, parts: [], hatches: new Map() });
  }

  clear(width, height, fill) {
    const { margin } = this;
    Object.assign(this, { width: width + 2 * margin, height: height + 2 * margin, parts: [] });
    if (fill) this.rect(-margin, -margin, this.width, this.height, { fill });
  }

  style({ fill, stroke, width = 1, alpha = 1, dash, cap }) {
    const line = stroke ? ` stroke="${stroke}" stroke-width="${short(width)}" stroke-linejoin="round"` : '';
    const extra = `${dash ? ` stroke-dasharray="${dash}"` : ''}${cap ? ` stroke-linecap="${cap}"` : ''}`;
    return `fill="${fill ?? 'none'}"${line}${extra}${alpha < 1 ? ` opacity="${short(alpha)}"` : ''}`;
  }

  rect(x, y, w, h, style) {
    const round = style.radius ? ` rx="${style.radius}"` : '';
    const place = `x="${short(x)}" y="${short(y)}" width="${short(Math.max(0, w))}" height="${short(Math.max(0, h))}"`;
    this.parts.push(`<rect ${place}${round} ${this.style(style)}/>`);
  }

  circle(x, y, r, style) {
    this.parts.push(`<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" ${this.style(style)}/>`);
  }

  path(d, style) {
    this.parts.push(`<path d="${d}" ${this.style(style)}/>`);
  }

  text(words, x, y, { size, weight = 400, fill, align = 'left', alpha = 1, turn = 0 }) {
    const anchor = { left: 'start', center: 'middle', right: 'end' }[align];
    const place = `x="${short(x)}" y="${short(y + size * 0.36)}" font-size="${short(size)}" font-weight="${weight}"`;
    const turned = turn ? ` transform="rotate(${turn} ${short(x)} ${short(y)})"` : '';
    const look = `text-anchor="${anchor}" fill="${fill}" opacity="${alpha}"${turned}`;
    this.parts.push(`<text ${place} ${look}>${escape(words)}</text>`);
  }

  // One rectangle per state, so a slide can enlarge it without blur.
  cells(picture, first, last, x, y, w, h) {
    const { grid, colours } = picture;
    const wide = w / (last - first);
    const high = h / grid.units;
    const rows = [];
    for (let step = first; step < last; step++) {
      for (let unit = 0; unit < grid.units; unit++) {
        const at = index(picture, grid.at(step, unit));
        const place = `M${short(x + (step - first) * wide)} ${short(y + unit * high)}h${short(wide)}v${short(high)}h${short(-wide)}z`;
        rows.push(`<path d="${place}" fill="rgb(${colours[at]},${colours[at + 1]},${colours[at + 2]})"/>`);
      }
    }
    this.parts.push(`<g shape-rendering="crispEdges">${rows.join('')}</g>`);
  }

  hatch(x, y, w, h, stroke) {
    if (!this.hatches.has(stroke)) this.hatches.set(stroke, `hatch${this.hatches.size}`);
    this.rect(x, y, w, h, { fill: `url(#${this.hatches.get(stroke)})` });
  }

  document(title) {
    const line = `M-1 1L1 -1M0 ${HATCH}L${HATCH} 0M${HATCH - 1} ${HATCH + 1}L${HATCH + 1} ${HATCH - 1}`;
    const tiles = [...this.hatches].map(
      ([stroke, id]) =>
        `<pattern id="${id}" width="${HATCH}" height="${HATCH}" patternUnits="userSpaceOnUse">` +
        `<path d="${line}" stroke="${stroke}"/></pattern>`,
    );
    const { width, height, margin } = this;
    const size = `width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}"`;
    const font = escape(this.font);
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${font}" role="img">` +
      `<title>${escape(title)}</title><defs>${tiles.join('')}</defs>${this.parts.join('')}</svg>`
    );
  }
}
