// "I am done": clears the tablet at once.
// data: words, front

import { button } from './learner.js';
import { end } from './watch.js';

export function open(root, data) {
  const act = () => {
    made.disabled = true;
    end(data.front).catch(() => {
      made.disabled = false;
      made.textContent = data.words.cut;
      setTimeout(() => { made.textContent = data.words.done; }, 6000);
    });
  };
  const made = button('tw-done', act, data.words.done);
  root.append(made);
  return { close() {} };
}
