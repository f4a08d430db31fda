// Puts the page together: whenever the picture changes, what is on view is asked for anew.

import { get, latest, post, show } from './api.js';
import { Answers } from './answers.js';
import { Filters } from './filters.js';
import { Heat } from './heat.js';
import { Layers } from './layers.js';
import { Pad } from './pad.js';
import { tabs } from './tabs.js';
import { Training } from './training.js';

async function begin() {
  const model = await get('model');
  const more = document.createElement('span');
  more.className = 'wide';
  more.textContent = `, ${model.inputShape.join(' x ')} pixels, ${model.instructionSet} on ${model.threads} processors`;
  document.getElementById('facts').replaceChildren(`${model.name}, ${model.parameters.toLocaleString('en')} parameters`, more);

  const answers = new Answers(model.classNames);
  const views = {};
  let view = 'layers';
  const predict = latest(async () => {
    const answer = await post(`predict?top=${model.classNames.length}`, pad.pixels);
    const probabilities = new Array(model.classNames.length).fill(0);
    for (const { index, probability } of answer.predictions[0].classes)
      probabilities[index] = probability;
    answers.show(probabilities);
  });
  const update = () => {
    predict();
    views[view]?.update();
  };
  const pad = new Pad(update);
  views.layers = new Layers(model, pad);
  views.heat = new Heat(model, pad);
  // Weights change only where a training gives the network others.
  views.filters = new Filters(model);
  new Training(model.trains, update);
  tabs(name => {
    views.layers.leave();
    view = name;
    views[view]?.update();
  });

  const samples = document.getElementById('samples');
  const open = async index => pad.open(await (await fetch(`pictures/${index}.png`)).blob(), model.classNames[index]);
  for (const [index, name] of model.classNames.entries()) {
    const button = Object.assign(document.createElement('button'), { type: 'button', title: name });
    button.append(Object.assign(new Image(28, 28), { src: `pictures/${index}.png`, alt: name }));
    button.addEventListener('click', () => open(index));
    samples.append(button);
  }
  await open(6);
}

begin().catch(error => show(error.message));
