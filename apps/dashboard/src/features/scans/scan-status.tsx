import type { Scan } from '@ringcheck/contracts';
import { statusWords } from './scan-words.js';

/** The state as a word in a frame; its colour only helps. */
export function ScanStatus({ status }: { readonly status: Scan['status'] }) {
  return <span className={`tag ${status}`}>{statusWords[status]}</span>;
}
