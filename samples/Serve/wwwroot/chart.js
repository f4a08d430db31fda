// A small line chart: a thin line of batches, and dots of epochs.

import { number } from './colors.js';

const LEFT = 44;
const BOTTOM = 20;
const TOP = 8;
const RIGHT = 10;

export class Chart {
  #canvas;
  #options;
  #data = { epochs: 1, line: [], dots: [] };

  /** `options.top` fixes the upper end; `options.name` is what the chart shows. */
  constructor(canvas, options) {
    this.#canvas = canvas;
    this.#options = options;
    new ResizeObserver(() => this.#draw()).observe(canvas);
    document.addEventListener('themechange', () => this.#draw());
  }

  /** Shows points [epochs done, value]. */
  show(data) {
    this.#data = data;
    this.#draw();
    const [last, dot] = [data.line.at(-1), data.dots.at(-1)];
    this.#canvas.setAttribute('aria-label', last
      ? `${this.#options.name}: ${number(last[1])} now${dot ? `, ${number(dot[1])} of the validation images` : ''}`
      : `${this.#options.name}: nothing yet`);
  }

  #draw() {
    const canvas = this.#canvas;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (width === 0)
      return;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    const context = canvas.getContext('2d');
    context.scale(devicePixelRatio, devicePixelRatio);
    const style = getComputedStyle(canvas);
    const color = name => getComputedStyle(document.querySelector(`.key .${name}`)).backgroundColor;
    const ink = style.color;
    const { epochs, line, dots } = this.#data;
    const values = [...line, ...dots].map(point => point[1]).filter(Number.isFinite);
    const top = this.#options.top ?? nice(Math.max(...values, 0) || 1);
    const x = value => LEFT + (width - LEFT - RIGHT) * value / epochs;
    const y = value => TOP + (height - TOP - BOTTOM) * (1 - Math.min(value, top) / top);

    context.font = `11px ${style.fontFamily}`;
    context.fillStyle = ink;
    context.strokeStyle = ink;
    context.lineWidth = 1;
    for (let step = 0; step <= 2; step++) {
      const value = top * step / 2;
      context.globalAlpha = 0.18;
      context.beginPath();
      context.moveTo(LEFT, Math.round(y(value)) + 0.5);
      context.lineTo(width - RIGHT, Math.round(y(value)) + 0.5);
      context.stroke();
      context.globalAlpha = 1;
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText(Number(value.toPrecision(3)).toLocaleString('en'), LEFT - 6, y(value));
    }
    context.textBaseline = 'alphabetic';
    const every = Math.ceil(epochs / 8);
    for (let epoch = 0; epoch <= epochs; epoch += every) {
      context.textAlign = 'center';
      context.fillText(epoch, x(epoch), height - 5);
    }

    context.strokeStyle = color('batch');
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    context.beginPath();
    line.forEach(([place, value], index) => context[index === 0 ? 'moveTo' : 'lineTo'](x(place), y(value)));
    context.stroke();
    context.fillStyle = context.strokeStyle = color('validation');
    context.beginPath();
    dots.forEach(([place, value], index) => context[index === 0 ? 'moveTo' : 'lineTo'](x(place), y(value)));
    context.stroke();
    for (const [place, value] of dots) {
      context.beginPath();
      context.arc(x(place), y(value), 3.5, 0, 7);
      context.fill();
    }
  }
}

/** The next number upwards that is 1, 2, 2.5 or 5 times a power of ten. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].find(factor => factor * power >= value) * power;
}
