// The network as a diagram, the maps of a layer, and what one unit sees of the picture.

import { floats, post, latest } from './api.js';
import { legend, number, paint, pixelAt, scaleOf } from './colors.js';
import { outline, SIDE } from './pad.js';

const byId = id => document.getElementById(id);
const CATEGORIES = [[/Conv/, 'conv'], [/Pool/, 'pool'], [/Dense/, 'dense']];

/** Rows, columns and channels of a layer; a vector is a map of one pixel. */
const extents = layer => layer.shape.length === 3 ? layer.shape : [1, 1, layer.shape[0]];

const plural = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

export class Layers {
  #layers;
  #names;
  #pad;
  #layer;
  #values = new Float32Array(0);
  #scale = scaleOf([]);
  #unit = null;
  #tiles = [];
  #picture = latest(() => this.#ask());
  #field = latest(() => this.#askField());

  constructor({ layers, classNames }, pad) {
    this.#layers = layers;
    this.#names = classNames;
    this.#pad = pad;
    this.#drawDiagram();
    for (const name of ['channel', 'row', 'column'])
      byId(`unit-${name}`).addEventListener('change', () => this.#takeFields());
    this.#choose(layers.find(layer => layer.kind === 'Conv2D') ?? layers[0]);
  }

  /** Shows what the picture becomes; it is asked for anew. */
  update() {
    this.#picture();
    if (this.#unit)
      this.#field();
  }

  /** The frame on the picture belongs to this view. */
  leave() {
    this.#pad.frame(null);
  }

  #drawDiagram() {
    const list = byId('diagram');
    const most = Math.max(...this.#layers.map(layer => Math.log2(1 + extents(layer)[2])));
    for (const layer of this.#layers) {
      const [rows, , channels] = extents(layer);
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { type: 'button' });
      button.dataset.layer = layer.name;
      const glyph = Object.assign(document.createElement('span'), { className: 'glyph' });
      glyph.setAttribute('aria-hidden', 'true');
      const block = Object.assign(document.createElement('span'), {
        className: `block ${CATEGORIES.find(([kind]) => kind.test(layer.kind))?.[1] ?? 'other'}`,
      });
      // As high as the map, as wide as it is deep.
      block.style.height = `${6 + 18 * rows / SIDE}px`;
      block.style.width = `${6 + 34 * Math.log2(1 + channels) / most}px`;
      glyph.append(block);
      const text = Object.assign(document.createElement('span'), { className: 'name', textContent: layer.kind });
      const shape = Object.assign(document.createElement('span'), { className: 'shape', textContent: layer.shape.join(' x ') });
      button.append(glyph, text, shape);
      button.addEventListener('click', () => {
        this.#choose(layer);
        this.update();
      });
      item.append(button);
      list.append(item);
    }
  }

  #choose(layer) {
    this.#layer = layer;
    this.#unit = null;
    for (const button of document.querySelectorAll('#diagram button')) {
      if (button.dataset.layer === layer.name) {
        button.setAttribute('aria-current', 'true');
        // On a narrow screen the layers lie side by side.
        const list = byId('diagram');
        list.scrollLeft = button.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
      } else {
        button.removeAttribute('aria-current');
      }
    }
    const [rows, columns, channels] = extents(layer);
    byId('layer-title').textContent = layer.name;
    byId('layer-facts').textContent = layer.shape.length === 3
      ? `${layer.kind}: ${plural(channels, 'map')} of ${rows} x ${columns}, ${plural(layer.parameters, 'parameter')}`
      : `${layer.kind}: ${plural(channels, 'unit')}, ${plural(layer.parameters, 'parameter')}`;
    const limits = { channel: channels, row: rows, column: columns };
    for (const [name, count] of Object.entries(limits)) {
      byId(`unit-${name}`).max = count - 1;
      byId(`unit-${name}`).value = 0;
    }
    this.#clearUnit();
    this.#makeTiles(rows, columns, channels);
  }

  #makeTiles(rows, columns, channels) {
    const grid = byId('maps');
    grid.replaceChildren();
    grid.style.setProperty('--tile', `${rows === 1 ? 26 : channels === 1 ? 196 : rows > 14 ? 64 : 52}px`);
    this.#tiles = Array.from({ length: channels }, (_, channel) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', tabIndex: channel === 0 ? 0 : -1 });
      button.setAttribute('aria-label', this.#nameOf(channel));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [columns, rows];
      button.append(canvas);
      // A key has no place on the map.
      button.addEventListener('click', event =>
        this.#pick(channel, event.detail === 0 ? this.#strongest(channel) : pixelAt(event, rows, columns)));
      button.addEventListener('pointermove', event => this.#tell(channel, ...pixelAt(event, rows, columns)));
      button.addEventListener('focus', () => this.#tell(channel, ...this.#strongest(channel)));
      button.addEventListener('keydown', event => this.#move(event, channel));
      grid.append(button);
      return { button, canvas };
    });
  }

  /** Arrow keys go from map to map: with the tabulator one gets past all of them at once. */
  #move(event, channel) {
    const perRow = this.#tiles.filter(tile => tile.button.offsetTop === this.#tiles[0].button.offsetTop).length;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow }[event.key];
    const next = this.#tiles[channel + step];
    if (!next)
      return;
    event.preventDefault();
    this.#tiles[channel].button.tabIndex = -1;
    next.button.tabIndex = 0;
    next.button.focus();
  }

  async #ask() {
    const layer = this.#layer;
    const answer = await post(`inspect?layer=${encodeURIComponent(layer.name)}`, this.#pad.pixels);
    if (layer !== this.#layer)
      return;
    this.#values = floats(answer.layers[0].values);
    this.#scale = scaleOf(this.#values);
    const [rows, columns, channels] = extents(layer);
    this.#tiles.forEach(({ canvas }, channel) =>
      paint(canvas, rows, columns, this.#scale, (row, column) => this.#values[(row * columns + column) * channels + channel]));
    legend(byId('maps-scale'), this.#scale, byId('maps-low'), byId('maps-high'));
  }

  #valueAt(channel, row, column) {
    const [, columns, channels] = extents(this.#layer);
    return this.#values[(row * columns + column) * channels + channel] ?? 0;
  }

  #tell(channel, row, column) {
    const place = this.#layer.shape.length === 3 ? `, row ${row}, column ${column}` : '';
    byId('maps-pixel').textContent = `${this.#nameOf(channel)}${place}: ${number(this.#valueAt(channel, row, column))}`;
  }

  /** What a channel is called; the units of the last layer are classes. */
  #nameOf(channel) {
    if (this.#layer.shape.length === 3)
      return `Map ${channel}`;
    return this.#layer === this.#layers.at(-1) ? this.#names[channel] : `Unit ${channel}`;
  }

  #strongest(channel) {
    const [rows, columns] = extents(this.#layer);
    let best = [0, 0];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (Math.abs(this.#valueAt(channel, row, column)) > Math.abs(this.#valueAt(channel, ...best)))
          best = [row, column];
      }
    }
    return best;
  }

  #pick(channel, [row, column]) {
    byId('unit-channel').value = channel;
    byId('unit-row').value = row;
    byId('unit-column').value = column;
    this.#takeFields();
  }

  #takeFields() {
    const read = name => {
      const input = byId(`unit-${name}`);
      const value = Math.min(Number(input.max), Math.max(0, Math.round(Number(input.value)) || 0));
      input.value = value;
      return value;
    };
    this.#unit = { channel: read('channel'), row: read('row'), column: read('column') };
    this.#tiles.forEach(({ button }, channel) => button.classList.toggle('chosen', channel === this.#unit.channel));
    this.#tell(this.#unit.channel, this.#unit.row, this.#unit.column);
    this.#field();
  }

  async #askField() {
    const [layer, unit] = [this.#layer, this.#unit];
    if (!unit)
      return;
    const query = new URLSearchParams({ layer: layer.name, ...unit });
    const answer = await post(`inspect/receptive-field?${query}`, this.#pad.pixels);
    if (layer !== this.#layer || unit !== this.#unit)
      return;
    this.#drawUnit(answer.field, floats(answer.gradient.values));
    this.#pad.frame(answer.field.rows > 0 ? answer.field : null);
    const { rows, columns, row, column } = answer.field;
    const text = `${layer.name}, channel ${unit.channel} at (${unit.row}, ${unit.column}) is ${number(answer.value)}. `
      + `It depends on ${rows} x ${columns} pixels from (${row}, ${column}) on.`;
    byId('unit-text').textContent = `${text} ${answer.value === 0 && layer.kind === 'Conv2D' ? 'It is off for this picture.' : ''}`;
    byId('unit').setAttribute('aria-label', text);
  }

  /** The picture, the gradient of the unit over it, and the frame of what it depends on. */
  #drawUnit(field, gradient) {
    const canvas = byId('unit');
    const context = canvas.getContext('2d');
    const size = canvas.width / SIDE;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#pad.picture, 0, 0, canvas.width, canvas.height);
    if (gradient) {
      const heat = document.createElement('canvas');
      const scale = scaleOf(gradient.map(Math.abs));
      // What hardly matters leaves the picture to be seen.
      const opacity = value => 0.85 * Math.sqrt(value / scale.high);
      paint(heat, SIDE, SIDE, scale, (row, column) => Math.abs(gradient[row * SIDE + column]), opacity);
      context.drawImage(heat, 0, 0, canvas.width, canvas.height);
    }
    if (field && field.rows > 0)
      outline(context, field, size, '#ffd166');
  }

  #clearUnit() {
    this.#pad.frame(null);
    this.#drawUnit(null, null);
    byId('unit').setAttribute('aria-label', 'No unit is chosen');
    byId('unit-text').textContent = 'Click a pixel of a map. The frame has all pixels of the picture that may matter to it;'
      + ' colours show how much each does.';
    byId('maps-pixel').textContent = 'Choose a unit to see what it looks at';
  }
}
