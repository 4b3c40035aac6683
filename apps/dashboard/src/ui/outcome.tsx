import type { ReactNode } from 'react';

/** Drawn, not typed: many systems have no glyph for the signs, or show them as coloured pictures. */
const signs = {
  blocked: ['Blocked', <path key="s" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm-4 5.4h8v2.2H4Z" />],
  limited: [
    'Limited',
    <path key="s" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 2v9a4.5 4.5 0 0 1 0-9Z" />,
  ],
  'at-risk': ['At risk', <path key="s" d="M8 1 15.5 14.5H.5ZM7.1 6v4.2h1.8V6Zm0 5.3V13h1.8v-1.7Z" />],
  clear: ['Clear', <path key="s" d="M6.2 13.2 1.4 8.4 3 6.8l3.2 3.2L13 3.2l1.6 1.6Z" />],
  unknown: [
    'Unknown',
    <path
      key="s"
      d="M8 1a4.4 4.4 0 0 0-4.4 4.3h2.3A2.1 2.1 0 0 1 8 3.2a2 2 0 0 1 2.1 2c0 1-.6 1.5-1.5 2.2C7.6 8.2 6.9 9 6.9 10.6h2.2c0-.8.4-1.2 1.2-1.8 1-.8 2.1-1.7 2.1-3.6A4.3 4.3 0 0 0 8 1ZM6.8 12.3h2.400v2.400H6.8Z"
    />,
  ],
  'not-applicable': ['Not applicable', <path key="s" d="M3 7h10v2H3Z" />],
  'not-assessed': ['Not assessed', <path key="s" d="M3 7h10v2H3Z" />],
} as const satisfies Readonly<Record<string, readonly [string, ReactNode]>>;

export type OutcomeName = keyof typeof signs;
export type VerdictName = 'blocked' | 'limited' | 'unknown' | 'at-risk' | 'clear';

/** Worst first. */
export const verdictNames: readonly VerdictName[] = ['blocked', 'limited', 'unknown', 'at-risk', 'clear'];

/** An outcome as sign and word; its colour only helps. */
export function OutcomeBadge({ outcome }: { readonly outcome: OutcomeName }) {
  const [word, sign] = signs[outcome];
  return (
    <span className={`badge ${outcome}`}>
      <svg
        viewBox="0 0 16 16"
        width="16"
        height="16"
        fill="currentColor"
        fillRule="evenodd"
        aria-hidden="true"
      >
        {sign}
      </svg>
      {word}
    </span>
  );
}

export function isOutcomeName(text: string): text is OutcomeName {
  return Object.hasOwn(signs, text);
}

export function outcomeWord(outcome: OutcomeName): string {
  return signs[outcome][0];
}

/** What a verdict means for the person who wants to call. */
export const verdictSentences: Readonly<Record<VerdictName, string>> = {
  blocked: 'FaceTime cannot work on this device until the causes below are removed.',
  limited: 'FaceTime works only in part.',
  unknown: 'It cannot be said whether FaceTime works: how the device is managed could not be read.',
  'at-risk': 'Nothing proven stops FaceTime, but something here is known to make calls fail.',
  clear: 'Nothing was found that stops FaceTime.',
};
