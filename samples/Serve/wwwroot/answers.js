// The probabilities of the classes as bars, always in the same order, so that only lengths move.

const percent = value => value >= 0.9995 ? '100 %' : value < 0.0005 ? '0 %' : `${(100 * value).toFixed(1)} %`;

export class Answers {
  #rows = [];
  #names;
  #spoken = document.getElementById('spoken');
  #timer = 0;

  constructor(names) {
    this.#names = names;
    const list = document.getElementById('bars');
    for (const name of names) {
      const row = document.createElement('li');
      const label = Object.assign(document.createElement('span'), { className: 'label', textContent: name });
      const track = Object.assign(document.createElement('span'), { className: 'track' });
      const bar = Object.assign(document.createElement('span'), { className: 'bar' });
      const value = Object.assign(document.createElement('span'), { className: 'value', textContent: '' });
      track.append(bar);
      row.append(label, track, value);
      list.append(row);
      this.#rows.push({ row, bar, value });
    }
  }

  /** Shows one probability for each class. */
  show(probabilities) {
    const best = probabilities.indexOf(Math.max(...probabilities));
    probabilities.forEach((probability, index) => {
      const { row, bar, value } = this.#rows[index];
      bar.style.transform = `scaleX(${probability})`;
      value.textContent = percent(probability);
      row.classList.toggle('best', index === best);
    });
    // Whoever listens is told once it has come to rest, not at each pixel.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#spoken.textContent = `${this.#names[best]}, ${percent(probabilities[best])}`;
    }, 800);
  }
}
