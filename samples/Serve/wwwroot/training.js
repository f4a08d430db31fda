// A training in the program: curves and filters while it goes on, and its buttons.

import { post, show } from './api.js';
import { Chart } from './chart.js';
import { drawFilters } from './filters.js';
import { number } from './colors.js';

const byId = id => document.getElementById(id);
const UNDER_WAY = ['loading', 'running', 'paused', 'stopping'];
const STATES = {
  idle: 'Ready', loading: 'Reading the images', running: 'Learning', paused: 'Paused', stopping: 'Stopping',
  stopped: 'Stopped', done: 'Done', failed: 'Failed',
};

export class Training {
  #training = null;
  #served;
  #drawing = 0;
  #charts = {
    loss: new Chart(byId('chart-loss'), { name: 'Loss' }),
    accuracy: new Chart(byId('chart-accuracy'), { name: 'Accuracy', top: 1 }),
    imagesPerSecond: new Chart(byId('chart-speed'), { name: 'Images a second' }),
  };

  /** `served` is called when the network that answers may have other weights. */
  constructor(isOn, served) {
    this.#served = served;
    byId('training-on').hidden = !isOn;
    byId('training-off').hidden = isOn;
    if (!isOn)
      return;
    const serve = () => `serve=${byId('serve').checked}`;
    byId('start').addEventListener('click', () => this.#steer(`start?epochs=${Number(byId('epochs').value) || 5}&${serve()}`));
    byId('pause').addEventListener('click', () => this.#steer(this.#training?.state === 'paused' ? 'resume' : 'pause'));
    byId('stop').addEventListener('click', () => this.#steer('stop'));
    byId('checkpoint').addEventListener('click', () => this.#steer(`checkpoint?${serve()}`));
    this.#listen();
  }

  async #steer(what) {
    try {
      this.#take(await post(`training/${what}`));
      show('');
    } catch (error) {
      show(error.message);
    }
  }

  #listen() {
    // The browser connects again by itself, and the first event is where the training stands by then.
    const events = new EventSource('training/events');
    const on = (type, take) => events.addEventListener(type, event => take(JSON.parse(event.data)));
    on('state', state => this.#take(state));
    on('batch', point => {
      this.#training?.points.push(point);
      if (this.#training)
        this.#training.batch = point;
      this.#later();
    });
    on('epoch', result => {
      this.#training?.results.push(result);
      this.#later();
    });
    on('filters', answer => drawFilters(byId('training-filters'), answer));
  }

  #take(training) {
    const before = this.#training;
    this.#training = training;
    if (before && training.message !== before.message && training.message.includes('answers with these weights'))
      this.#served();
    this.#later();
  }

  /** Draws at most once for each picture that the screen shows. */
  #later() {
    this.#drawing ||= requestAnimationFrame(() => {
      this.#drawing = 0;
      this.#draw();
    });
  }

  #draw() {
    const { state, message, epochs, batch, points, results } = this.#training;
    const isUnderWay = UNDER_WAY.includes(state);
    byId('start').disabled = isUnderWay;
    byId('pause').disabled = state !== 'running' && state !== 'paused';
    byId('pause').textContent = state === 'paused' ? 'Go on' : 'Pause';
    byId('stop').disabled = !isUnderWay || state === 'stopping';
    byId('checkpoint').disabled = state !== 'running' && state !== 'paused';
    // Said only when it changes: the element is read out.
    const text = `${STATES[state]}${message && message !== STATES[state] ? `: ${message}` : ''}`;
    if (byId('training-state').textContent !== text)
      byId('training-state').textContent = text;
    const done = point => point.epoch - 1 + point.batch / point.batches;
    byId('training-progress').value = batch && epochs ? done(batch) / epochs : 0;
    const dots = { loss: 'validationLoss', accuracy: 'validationAccuracy', imagesPerSecond: null };
    for (const [name, chart] of Object.entries(this.#charts)) {
      chart.show({
        epochs: Math.max(1, epochs),
        line: points.map(point => [done(point), point[name]]),
        dots: dots[name] ? results.filter(result => result[dots[name]] !== null).map(result => [result.epoch, result[dots[name]]]) : [],
      });
    }
    byId('results').replaceChildren(...results.map(result => {
      const row = document.createElement('tr');
      const cells = [result.epoch, number(result.loss), number(result.accuracy), number(result.validationAccuracy ?? 0),
        Math.round(result.imagesPerSecond).toLocaleString('en')];
      row.append(...cells.map(cell => Object.assign(document.createElement('td'), { textContent: cell })));
      return row;
    }));
  }
}
