import type { StoredAttestation } from '@ringcheck/store';

/** Answers as the policy file states them. Every text is quoted as JSON does, which YAML reads as it is. */
export function policyText(answers: readonly StoredAttestation[]): string {
  if (answers.length === 0) return 'attestations: []\n';
  const lines = answers.map(({ question, answer, device, owner, answeredAt, expires, note }) => {
    const fields = Object.entries({ question, answer, device, owner, date: answeredAt, expires, note });
    const written = fields.flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`],
    );
    return `  - { ${written.join(', ')} }`;
  });
  return `attestations:\n${lines.join('\n')}\n`;
}
