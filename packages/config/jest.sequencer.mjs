import TestSequencer from '@jest/test-sequencer';

const startsTheProduct = /[\\/]tests[\\/](faults|e2e|browser|secrets)[\\/]/;

/** Files that start the product wait most of their time: begun first, they never run alone at the end. */
export default class extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLong = ({ path }) => startsTheProduct.test(path);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
}
