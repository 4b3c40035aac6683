const signs = {
  blocked: ['⛔', 'Blocked'],
  limited: ['◐', 'Limited'],
  'at-risk': ['▲', 'At risk'],
  clear: ['✔', 'Clear'],
  unknown: ['?', 'Unknown'],
  'not-applicable': ['–', 'Not applicable'],
  'not-assessed': ['–', 'Not assessed'],
} as const;

export type OutcomeName = keyof typeof signs;

/** An outcome as sign and word; its colour only helps. */
export function OutcomeBadge({ outcome }: { readonly outcome: OutcomeName }) {
  const [sign, word] = signs[outcome];
  return (
    <span className={`badge ${outcome}`}>
      <span aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

export function outcomeWord(outcome: OutcomeName): string {
  return signs[outcome][1];
}
