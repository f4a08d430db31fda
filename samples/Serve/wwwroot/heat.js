// Grad-CAM: where in the picture a class comes from.

import { floats, post, latest } from './api.js';
import { number, paint, pixelAt, scaleOf } from './colors.js';
import { SIDE } from './pad.js';

const byId = id => document.getElementById(id);

export class Heat {
  #pad;
  #answer = null;
  #map = document.createElement('canvas');
  #values = new Float32Array(0);
  update = latest(() => this.#ask());

  constructor(model, pad) {
    this.#pad = pad;
    byId('heat-class').append(new Option('Most probable', ''), ...model.classNames.map((name, index) => new Option(name, index)));
    const maps = model.layers.filter(layer => layer.shape.length === 3 && layer.shape[0] > 1 && layer.kind !== 'Input');
    byId('heat-layer').append(...maps.map(layer => new Option(`${layer.name}, ${layer.shape.join(' x ')}`, layer.name)));
    byId('heat-layer').value = maps.at(-1).name;
    byId('heat-class').addEventListener('change', this.update);
    byId('heat-layer').addEventListener('change', this.update);
    byId('heat-opacity').addEventListener('input', () => this.#draw());
    byId('heat').addEventListener('pointermove', event => this.#tell(...pixelAt(event, SIDE, SIDE)));
  }

  async #ask() {
    const query = new URLSearchParams({ layer: byId('heat-layer').value });
    if (byId('heat-class').value !== '')
      query.set('class', byId('heat-class').value);
    const answer = await post(`inspect/gradcam?${query}`, this.#pad.pixels);
    this.#answer = answer;
    this.#values = floats(answer.values);
    const [rows, columns] = answer.shape;
    paint(this.#map, rows, columns, scaleOf(this.#values), (row, column) => this.#values[row * columns + column]);
    this.#draw();
    const most = Math.max(...this.#values);
    const place = this.#values.indexOf(most);
    const where = `row ${Math.floor(place / columns)}, column ${place % columns} of ${rows} x ${columns}`;
    const text = `${answer.label} at ${answer.layer}: ${most > 0 ? `most of it is at ${where}` : 'nothing speaks for it'}`;
    byId('heat').setAttribute('aria-label', text);
    byId('heat-pixel').textContent = text;
  }

  #draw() {
    const canvas = byId('heat');
    const context = canvas.getContext('2d');
    context.globalAlpha = 1;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#pad.picture, 0, 0, canvas.width, canvas.height);
    if (!this.#answer)
      return;
    context.globalAlpha = byId('heat-opacity').value / 100;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#map, 0, 0, canvas.width, canvas.height);
  }

  #tell(row, column) {
    if (!this.#answer)
      return;
    const [rows, columns] = this.#answer.shape;
    const value = this.#values[Math.floor(row * rows / SIDE) * columns + Math.floor(column * columns / SIDE)];
    byId('heat-pixel').textContent =
      `Row ${row}, column ${column}: pixel ${this.#pad.pixels[row * SIDE + column]}, ${this.#answer.label} ${number(value)}`;
  }
}
