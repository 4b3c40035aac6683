import type { outcomeWord } from './sentence.js';

type Name = Parameters<typeof outcomeWord>[0];

const none = 'M3 7h10v2H3Z';
const shapes: Readonly<Record<Name, string>> = {
  blocked: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-4 5.4h8v2.2H4Z',
  limited: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 2v9a4.5 4.5 0 0 1 0-9Z',
  'at-risk': 'M8 1 15.5 14.5H.5ZM7.1 6v4.2h1.8V6Zm0 5.3V13h1.8v-1.7Z',
  clear: 'M6.2 13.2 1.4 8.4 3 6.8l3.2 3.2L13 3.2l1.6 1.6Z',
  unknown:
    'M8 1a4.4 4.4 0 0 0-4.4 4.3h2.3A2.1 2.1 0 0 1 8 3.2a2 2 0 0 1 2.1 2c0 1-.6 1.5-1.5 2.2C7.6 8.2 6.9 9 6.9 10.6h2.2c0-.8.4-1.2 1.2-1.8 1-.8 2.1-1.7 2.1-3.6A4.3 4.3 0 0 0 8 1ZM6.8 12.3h2.4v2.4H6.8Z',
  'not-applicable': none,
  'not-assessed': none,
};

/** Drawn, not typed: printers and many systems have no glyph for the signs, or show them as coloured pictures. */
export function outcomeSvg(outcome: Name): string {
  return `<svg viewBox="0 0 16 16" fill="currentColor" fill-rule="evenodd" aria-hidden="true"><path d="${shapes[outcome]}"/></svg>`;
}
