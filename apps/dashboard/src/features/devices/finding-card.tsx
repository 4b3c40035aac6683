import type { ReportFinding } from '@ringcheck/contracts';
import { OutcomeBadge } from '../../ui/outcome.js';

const actors: Readonly<Record<ReportFinding['remediation']['steps'][number]['who'], string>> = {
  'mdm-admin': 'MDM admin',
  'network-admin': 'Network admin',
  helpdesk: 'Helpdesk',
  user: 'User',
  carrier: 'Carrier',
  owner: 'Owner of the statement',
};

export function FindingCard({ finding }: { readonly finding: ReportFinding }) {
  const { steps, verify } = finding.remediation;
  return (
    <section className={`finding ${finding.outcome}`}>
      <h2>
        <OutcomeBadge outcome={finding.outcome} /> {finding.title}
        {finding.scope !== undefined && <span className="tag">{finding.scope}</span>}
        {finding.waived === true && <span className="tag">waived</span>}
      </h2>
      <p>
        {finding.message} {finding.why ?? ''}
      </p>
      {finding.evidence.length > 0 && (
        <>
          <h3>Evidence</h3>
          <ul className="evidence">
            {finding.evidence.map((evidence, index) => (
              <li key={index}>
                <code>
                  {evidence.document}
                  {evidence.line !== undefined
                    ? `:${evidence.line}:${evidence.column ?? 1}`
                    : evidence.offset !== undefined
                      ? ` (byte ${evidence.offset})`
                      : ''}
                </code>
                {evidence.path !== undefined && <code>{evidence.path}</code>}
                {evidence.value !== undefined && <code>= {JSON.stringify(evidence.value)}</code>}
                {evidence.profile !== undefined && <span className="muted">profile {evidence.profile}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {steps.length > 0 && (
        <>
          <h3>What to do</h3>
          <ol>
            {steps.map((step, index) => (
              <li key={index}>
                <strong>{actors[step.who]}:</strong> {step.do}
              </li>
            ))}
          </ol>
        </>
      )}
      {verify !== undefined && (
        <p>
          <strong>How to verify:</strong> {verify}
        </p>
      )}
      <p className="muted">
        Severity {finding.severity} · rule {finding.ruleId}
      </p>
    </section>
  );
}
