import type { ReportFinding } from '@ringcheck/contracts';
import { OutcomeBadge } from '../../ui/outcome.js';
import { EvidenceList } from './evidence-list.js';
import { Since } from './since.js';
import { Steps } from './steps.js';

interface OpenGroup {
  readonly key: string;
  readonly first: ReportFinding;
  readonly all: readonly ReportFinding[];
}

/** Unknown findings that one and the same answer would decide, together. */
export function groupOpen(findings: readonly ReportFinding[]): OpenGroup[] {
  const groups = new Map<string, ReportFinding[]>();
  for (const finding of findings) {
    const { message, why, remediation, waived } = finding;
    const key = JSON.stringify([message, why, remediation, waived]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups].flatMap(([key, all]) => {
    const [first] = all;
    return first === undefined ? [] : [{ key, first, all }];
  });
}

/** A rule's title reads as a fact: here it is only a question. */
export function OpenCard({ group: { first, all } }: { readonly group: OpenGroup }) {
  const evidence = [
    ...new Map(
      all.flatMap((finding) => finding.evidence).map((item) => [JSON.stringify(item), item]),
    ).values(),
  ];
  return (
    <section className="finding unknown">
      <h3>
        <OutcomeBadge outcome="unknown" /> {first.message}
        {first.waived === true && <span className="tag">waived</span>}
      </h3>
      {first.why !== undefined && <p>{first.why}</p>}
      <Steps remediation={first.remediation} />
      <EvidenceList evidence={evidence} />
      <h4>Open until then</h4>
      <ul className="open">
        {all.map((finding) => (
          <li key={`${finding.ruleId} ${finding.scope ?? ''}`}>
            {finding.title}? {finding.scope !== undefined && <span className="tag">{finding.scope}</span>}{' '}
            <span className="muted">
              {finding.severity} · {finding.ruleId}
              <Since finding={finding} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
