// The weights of a layer: a tile for each filter.

import { floats, get, latest } from './api.js';
import { legend, number, paint, pixelAt, scaleOf } from './colors.js';

const byId = id => document.getElementById(id);
// Pixels of a weight, and between filters.
const CELL = 4;
const GAP = 3;

/** What is where in a picture of filters. */
class Grid {
  /** `width` is how many pixels of the screen it may take. */
  constructor(answer, width) {
    const shape = answer.shape;
    this.values = floats(answer.values);
    this.isDense = shape.length === 2;
    // A dense layer is one picture: a row for each unit, a column for each that it reads.
    [this.rows, this.columns, this.inputs, this.filters] = this.isDense ? [shape[1], shape[0], 1, 1] : shape;
    this.perRow = this.isDense ? 1 : Math.min(this.filters, width < 480 ? 8 : 16);
    this.height = Math.ceil(this.filters / this.perRow) * (this.rows * CELL + GAP) - GAP;
    this.width = this.perRow * (this.columns * CELL + GAP) - GAP;
  }

  /** The weight at a pixel of the picture, and where it is; undefined between filters. */
  at(y, x, input) {
    const [high, wide] = [this.rows * CELL + GAP, this.columns * CELL + GAP];
    const [row, column] = [Math.floor(y % high / CELL), Math.floor(x % wide / CELL)];
    const filter = Math.floor(y / high) * this.perRow + Math.floor(x / wide);
    if (row >= this.rows || column >= this.columns || filter >= this.filters)
      return undefined;
    const place = this.isDense
      ? column * this.rows + row
      : ((row * this.columns + column) * this.inputs + input) * this.filters + filter;
    return { filter, row, column, value: this.values[place] };
  }

  draw(canvas, scale, input = 0) {
    paint(canvas, this.height, this.width, scale, (y, x) => this.at(y, x, input)?.value);
  }
}

/** Draws the filters of a first layer, whose input has one channel. */
export function drawFilters(canvas, answer) {
  const grid = new Grid(answer, canvas.clientWidth);
  grid.draw(canvas, scaleOf(grid.values));
}

export class Filters {
  #grid = null;
  #scale = scaleOf([]);
  #names;
  update = latest(() => this.#ask());

  constructor(model) {
    this.#names = model.classNames;
    const layers = model.layers.filter(layer => layer.hasFilters);
    byId('filter-layer').append(...layers.map(layer => new Option(`${layer.name} (${layer.kind})`, layer.name)));
    byId('filter-layer').addEventListener('change', () => {
      byId('filter-input').value = 0;
      this.update();
    });
    byId('filter-input').addEventListener('input', () => this.#draw());
    byId('filters').addEventListener('pointermove', event => this.#tell(event));
  }

  async #ask() {
    const answer = await get(`model/filters?layer=${encodeURIComponent(byId('filter-layer').value)}`);
    this.#grid = new Grid(answer, byId('filters').clientWidth);
    this.#scale = scaleOf(this.#grid.values);
    byId('filter-input').max = this.#grid.inputs - 1;
    byId('filter-input-label').hidden = this.#grid.inputs === 1;
    byId('filter-facts').textContent = this.#grid.isDense
      ? `${answer.shape[1]} units, each a row of ${answer.shape[0]} weights`
      : `${this.#grid.filters} filters of ${this.#grid.rows} x ${this.#grid.columns}, over `
        + `${this.#grid.inputs} channel${this.#grid.inputs === 1 ? '' : 's'}`;
    byId('filters').setAttribute('aria-label', `Weights of ${answer.layer}: ${byId('filter-facts').textContent}`);
    byId('filters').classList.toggle('dense', this.#grid.isDense);
    legend(byId('filter-scale'), this.#scale, byId('filter-low'), byId('filter-high'));
    this.#draw();
  }

  #draw() {
    byId('filter-input-value').textContent = byId('filter-input').value;
    this.#grid?.draw(byId('filters'), this.#scale, Number(byId('filter-input').value));
  }

  #tell(event) {
    if (!this.#grid)
      return;
    const found = this.#grid.at(...pixelAt(event, this.#grid.height, this.#grid.width), Number(byId('filter-input').value));
    if (!found)
      return;
    byId('filter-pixel').textContent = this.#grid.isDense
      ? `${this.#names[found.row] ?? `Unit ${found.row}`}, weight of unit ${found.column}: ${number(found.value)}`
      : `Filter ${found.filter}, row ${found.row}, column ${found.column}: ${number(found.value)}`;
  }
}
