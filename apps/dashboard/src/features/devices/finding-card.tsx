import type { ReportFinding } from '@ringcheck/contracts';
import { OutcomeBadge } from '../../ui/outcome.js';
import { EvidenceList } from './evidence-list.js';
import { Since } from './since.js';
import { Steps } from './steps.js';

export function FindingCard({ finding }: { readonly finding: ReportFinding }) {
  return (
    <section className={`finding ${finding.outcome}`}>
      <h3>
        <OutcomeBadge outcome={finding.outcome} /> {finding.title}
        {finding.scope !== undefined && <span className="tag">{finding.scope}</span>}
        {finding.waived === true && <span className="tag">waived</span>}
      </h3>
      <p>
        {finding.message} {finding.why ?? ''}
      </p>
      <Steps remediation={finding.remediation} />
      {finding.evidence.length > 0 && (
        <>
          <h4>Evidence</h4>
          <EvidenceList evidence={finding.evidence} />
        </>
      )}
      <p className="muted">
        Severity {finding.severity} · rule {finding.ruleId}
        <Since finding={finding} />
      </p>
      <Sources sources={finding.sources} />
    </section>
  );
}

function Sources({ sources }: { readonly sources: ReportFinding['sources'] }) {
  if (sources.length === 0) return null;
  return (
    <details>
      <summary>Sources</summary>
      <ul>
        {sources.map((source) => (
          <li key={source.title}>
            {source.url === undefined ? (
              source.title
            ) : (
              <a href={source.url} rel="noreferrer">
                {source.title}
              </a>
            )}{' '}
            <span className="muted">({source.confidence} confidence)</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
