import type pg from 'pg';
import type { FleetState } from '../scans/fleet-state.js';
import { DeviceMirror } from './device-mirror.js';
import { TextBlocks } from './text-blocks.js';

/** Search texts of all listed devices. */
export class SearchTexts {
  readonly #texts: DeviceMirror<string, TextBlocks>;

  constructor(pool: pg.Pool) {
    this.#texts = new DeviceMirror(pool, 'search', () => new TextBlocks());
  }

  /**
   * Numbers of the devices whose text has this in it, as `state` or later has them. Undefined: so many that going
   * through devices in order fills a page sooner than looking each of these up.
   */
  async find(wanted: string, state: FleetState): Promise<readonly number[] | undefined> {
    const texts = await this.#texts.at(state);
    return texts.find(wanted, fewFor(texts.devices));
  }
}

/** Where looking up what was found costs what going through the devices in order until a page is full does. */
const fewFor = (devices: number): number => Math.ceil(Math.sqrt(75 * devices)) + 50;
