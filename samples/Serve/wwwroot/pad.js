// The picture: 28 x 28 grey pixels, light on dark, that can be drawn with a mouse, a finger or the keyboard, or come from a file.

import { post, floats, show } from './api.js';
import { pixelAt } from './colors.js';

export const SIDE = 28;

export class Pad {
  pixels = new Uint8Array(SIDE * SIDE);
  #canvas = document.getElementById('pad');
  #readout = document.getElementById('pad-pixel');
  #picture = document.createElement('canvas');
  #onChange;
  #last = null;
  #cursor = null;
  #frame = null;

  constructor(onChange) {
    this.#onChange = onChange;
    this.#picture.width = this.#picture.height = SIDE;
    this.#takePointers();
    this.#takeKeys();
    this.#takeFiles();
    document.getElementById('clear').addEventListener('click', () => this.set(new Uint8Array(SIDE * SIDE)));
    document.getElementById('invert').addEventListener('click', () => this.set(this.pixels.map(pixel => 255 - pixel)));
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
  }

  /** Takes another picture. */
  set(pixels) {
    this.pixels = Uint8Array.from(pixels);
    this.#changed();
  }

  /** The picture as a canvas of 28 x 28 pixels. */
  get picture() {
    return this.#picture;
  }

  /** Frames the pixels that something depends on; null takes the frame away. */
  frame(rectangle) {
    this.#frame = rectangle;
    this.#draw();
  }

  /** Brings a picture file to what the network takes, as the program does it for everybody; the reader is told its name. */
  async open(file, name = file.name ?? 'A picture') {
    try {
      const known = file.type === 'image/png' || file.type === 'image/jpeg';
      const body = known ? file : await toPng(file);
      const answer = await post('inspect?layer=dense', body, known ? file.type : 'image/png');
      const pixels = floats(answer.input.values);
      // Photographs of clothes are mostly dark on light, and the network has learned from light on dark.
      const isLight = border(pixels) > 127;
      this.set(isLight ? pixels.map(pixel => 255 - pixel) : pixels);
      show('');
      this.#readout.textContent = isLight ? 'Shown as its negative: the network knows light on dark' : name;
    } catch (error) {
      show(error.message);
    }
  }

  #changed() {
    const context = this.#picture.getContext('2d');
    const image = context.createImageData(SIDE, SIDE);
    this.pixels.forEach((pixel, place) => image.data.set([pixel, pixel, pixel, 255], place * 4));
    context.putImageData(image, 0, 0);
    this.#draw();
    this.#onChange();
  }

  #draw() {
    const canvas = this.#canvas;
    const side = Math.max(1, Math.round(canvas.clientWidth * devicePixelRatio));
    if (canvas.width !== side)
      canvas.width = canvas.height = side;
    const context = canvas.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#picture, 0, 0, side, side);
    if (this.#frame)
      outline(context, this.#frame, side / SIDE, '#ffd166');
    if (this.#cursor && document.activeElement === canvas)
      outline(context, { row: this.#cursor[0], column: this.#cursor[1], rows: 1, columns: 1 }, side / SIDE, '#7aa2ff');
  }

  #takePointers() {
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      this.#cursor = null;
      this.#last = null;
      this.#stroke(event);
    });
    canvas.addEventListener('pointermove', event => {
      const [row, column] = pixelAt(event, SIDE, SIDE);
      this.#tell(row, column);
      if (event.buttons & 1 && canvas.hasPointerCapture(event.pointerId))
        this.#stroke(event);
    });
    canvas.addEventListener('pointerup', () => { this.#last = null; });
  }

  #stroke(event) {
    const box = this.#canvas.getBoundingClientRect();
    const to = [(event.clientY - box.top) / box.height * SIDE, (event.clientX - box.left) / box.width * SIDE];
    const from = this.#last ?? to;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) * 2));
    for (let step = 1; step <= steps; step++)
      this.#dab(from[0] + (to[0] - from[0]) * step / steps, from[1] + (to[1] - from[1]) * step / steps);
    this.#last = to;
    this.#changed();
  }

  /** A round brush with a soft edge; rows and columns are those of pixels' corners. */
  #dab(row, column, erases = document.querySelector('[name=pen]:checked').value === 'erase') {
    const radius = Number(document.getElementById('brush').value) / 2;
    for (let y = Math.max(0, Math.floor(row - radius - 1)); y <= Math.min(SIDE - 1, row + radius + 1); y++) {
      for (let x = Math.max(0, Math.floor(column - radius - 1)); x <= Math.min(SIDE - 1, column + radius + 1); x++) {
        const share = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(y + 0.5 - row, x + 0.5 - column)));
        const place = y * SIDE + x;
        this.pixels[place] = erases
          ? Math.min(this.pixels[place], Math.round(255 * (1 - share)))
          : Math.max(this.pixels[place], Math.round(235 * share));
      }
    }
  }

  #takeKeys() {
    const canvas = this.#canvas;
    canvas.addEventListener('blur', () => this.#draw());
    canvas.addEventListener('keydown', event => {
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      const paints = event.key === ' ' || event.key === 'Enter';
      if (!move && !paints && event.key !== 'Backspace' && event.key !== 'Delete')
        return;
      event.preventDefault();
      this.#cursor ??= [SIDE / 2, SIDE / 2];
      if (event.key === 'Delete') {
        this.set(new Uint8Array(SIDE * SIDE));
      } else if (move) {
        this.#cursor = this.#cursor.map((place, axis) => Math.min(SIDE - 1, Math.max(0, place + move[axis])));
        // With shift held down a line is drawn along.
        if (event.shiftKey)
          this.#dab(this.#cursor[0] + 0.5, this.#cursor[1] + 0.5);
      } else {
        this.#dab(this.#cursor[0] + 0.5, this.#cursor[1] + 0.5, event.key === 'Backspace' || undefined);
      }
      this.#tell(...this.#cursor);
      this.#changed();
    });
  }

  #takeFiles() {
    const input = document.getElementById('file');
    input.addEventListener('change', () => {
      if (input.files[0])
        this.open(input.files[0]);
      input.value = '';
    });
    document.addEventListener('dragover', event => {
      event.preventDefault();
      this.#canvas.classList.add('over');
    });
    document.addEventListener('dragleave', () => this.#canvas.classList.remove('over'));
    document.addEventListener('drop', event => {
      event.preventDefault();
      this.#canvas.classList.remove('over');
      if (event.dataTransfer.files[0])
        this.open(event.dataTransfer.files[0]);
    });
    document.addEventListener('paste', event => {
      const file = [...event.clipboardData.files].find(each => each.type.startsWith('image/'));
      if (file)
        this.open(file);
    });
  }

  #tell(row, column) {
    this.#readout.textContent = `Row ${row}, column ${column}: ${this.pixels[row * SIDE + column]}`;
  }
}

/** Frames a rectangle of a picture whose pixels have a size. */
export function outline(context, { row, column, rows, columns }, size, color) {
  const width = Math.max(2, size / 6);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.strokeRect(column * size + width / 2, row * size + width / 2, columns * size - width, rows * size - width);
}

/** The mean of the outermost pixels. */
function border(pixels) {
  const outer = [...pixels].filter((_, place) => {
    const [row, column] = [Math.floor(place / SIDE), place % SIDE];
    return row === 0 || column === 0 || row === SIDE - 1 || column === SIDE - 1;
  });
  return outer.reduce((sum, pixel) => sum + pixel, 0) / outer.length;
}

/** Pictures of formats that the browser knows and the program does not. */
async function toPng(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(`${file.name || 'This'} is no picture that can be read.`);
  }
  const shrink = Math.min(1, 1024 / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * shrink));
  canvas.height = Math.max(1, Math.round(bitmap.height * shrink));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done, 'image/png'));
}
