// Colours of numbers whose steps look alike, the same ones as CnnGen.Visualization's ColorMap: lightness (Oklab, Ottosson 2020) grows
// evenly with the number.

const STEPS = 256;

function toRgb(lightness, chroma, hue) {
  const angle = hue * Math.PI / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
  ].map(value => Math.round(255 * Math.min(1, Math.max(0, value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))));
}

const table = colorAt => Array.from({ length: STEPS }, (_, step) => toRgb(...colorAt(step / (STEPS - 1))));

const SEQUENTIAL = table(t => [0.2 + 0.75 * t, 0.12 + 0.04 * Math.sin(Math.PI * t), 300 - 195 * t]);

const DIVERGING = table(t => {
  const distance = Math.abs(2 * t - 1);
  return [0.97 - 0.55 * distance, 0.2 * distance, t < 0.5 ? 255 : 25];
});

/** One scale for all values: from 0 to the greatest, or as far below 0 as above where some are negative. */
export function scaleOf(values) {
  let least = 0;
  let greatest = 0;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const signed = least < 0;
  const high = Math.max(greatest, -least) || 1;
  const colors = signed ? DIVERGING : SEQUENTIAL;
  const low = signed ? -high : 0;
  return { low, high, colors, of: value => colors[Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (STEPS - 1)) || 0] };
}

/**
 * Draws numbers into a canvas, a pixel each. `at(row, column)` gives the number, or undefined where nothing is drawn, and `opacity(value)`
 * how much of what lies below is hidden.
 */
export function paint(canvas, rows, columns, scale, at, opacity = () => 1) {
  if (canvas.width !== columns || canvas.height !== rows)
    [canvas.width, canvas.height] = [columns, rows];
  const context = canvas.getContext('2d');
  const image = context.createImageData(columns, rows);
  for (let place = 0; place < rows * columns; place++) {
    const value = at(Math.floor(place / columns), place % columns);
    if (value === undefined)
      continue;
    const [red, green, blue] = scale.of(value);
    image.data.set([red, green, blue, Math.round(255 * opacity(value))], place * 4);
  }
  context.putImageData(image, 0, 0);
}

/** Draws the scale itself, with its ends beside it. */
export function legend(canvas, scale, low, high) {
  paint(canvas, 1, canvas.width, scale, (_, column) => scale.low + (scale.high - scale.low) * column / (canvas.width - 1));
  low.textContent = number(scale.low);
  high.textContent = number(scale.high);
}

/** A number for readers. */
export const number = value => value === 0 ? '0' : Math.abs(value) >= 1000 || Math.abs(value) < 0.001
  ? value.toExponential(2)
  : Number(value.toPrecision(4)).toString();

/** The pixel of a canvas under a pointer, where it has as many as rows and columns. */
export function pixelAt(event, rows, columns) {
  const box = event.currentTarget.getBoundingClientRect();
  const limit = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value * count)));
  return [limit((event.clientY - box.top) / box.height, rows), limit((event.clientX - box.left) / box.width, columns)];
}
