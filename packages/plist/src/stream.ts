import type { Locate, Value } from '@ringcheck/model';
import { DecodeError } from './decode-error.js';
import type { PlistResult } from './decode.js';
import { Diagnostics } from './diagnostics.js';
import { withDefaults, type PlistLimits } from './limits.js';
import { XmlStream } from './xml/stream.js';

export interface StreamOptions {
  readonly limits?: Partial<PlistLimits>;
  readonly locate?: Locate;
  /** Depth at which values are handed out: 1 for the values of the root, 2 for those of its containers. */
  readonly depth?: number;
  /** Called with each value of that depth, in file order, and its key path. They are not kept. */
  readonly onValue: (path: string, value: Value) => void;
}

/** An XML property list that arrives in pieces. */
export interface PlistStream {
  /** Takes the next bytes. Nothing is read any more once the document was rejected. */
  write(bytes: Uint8Array): void;
  /** The rest: what was not handed out, and the diagnostics. */
  end(): PlistResult;
}

/**
 * Reads an XML property list of any size in the memory of its largest handed-out value. `write` and `end`
 * throw only what `onValue` throws.
 */
export function openPlistStream(options: StreamOptions): PlistStream {
  const limits = withDefaults(options.limits);
  const diagnostics = new Diagnostics(limits.maxDiagnostics);
  const stream = new XmlStream(diagnostics, limits, options);
  let rejected = false;
  let total = 0;
  const guarded = (step: () => void): void => {
    if (rejected) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      diagnostics.add(error.code, error.message, error.at, error.path);
      rejected = true;
    }
  };
  return {
    write: (bytes) =>
      guarded(() => {
        total += bytes.length;
        if (total > limits.maxBytes)
          throw new DecodeError('too-large', `The file is larger than ${limits.maxBytes} bytes.`, {
            offset: 0,
          });
        stream.write(bytes);
      }),
    end: () => {
      guarded(() => stream.end());
      const value = rejected ? undefined : stream.root;
      if (value === undefined && diagnostics.list.length === 0)
        diagnostics.add('not-a-plist', 'The file holds no property list.', { offset: 0, line: 1, column: 1 });
      if (value === undefined) return { encoding: 'xml', status: 'rejected', diagnostics: diagnostics.list };
      const status = diagnostics.incomplete ? 'partial' : 'ok';
      return { encoding: 'xml', status, value, diagnostics: diagnostics.list };
    },
  };
}
