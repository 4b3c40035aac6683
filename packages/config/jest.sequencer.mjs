import TestSequencer from '@jest/test-sequencer';

const startsTheProduct = /[\\/]tests[\\/](faults|e2e|browser|secrets)[\\/]/;

/** The longest, for a first run: Jest knows how long a file takes only where it has run it before. */
const longest = ['retention', 'fleet', 'upgrade', 'history.browser', 'kill', 'redis', 'uploads'];

function rankOfUnknown({ path, duration }) {
  if (duration !== undefined) return -1;
  const rank = longest.findIndex((name) => path.includes(`${name}.`));
  return rank === -1 ? longest.length : rank;
}

/** Files that start the product wait most of their time: begun first, they never run alone at the end. */
export default class extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => startsTheProduct.test(path);
    return [
      ...sorted.filter(isLong).sort((a, b) => rankOfUnknown(a) - rankOfUnknown(b)),
      ...sorted.filter((test) => !isLong(test)),
    ];
  }
}
