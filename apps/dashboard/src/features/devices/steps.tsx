import type { ReportFinding } from '@ringcheck/contracts';

const actors: Readonly<Record<ReportFinding['remediation']['steps'][number]['who'], string>> = {
  'mdm-admin': 'MDM admin',
  'network-admin': 'Network admin',
  helpdesk: 'Helpdesk',
  user: 'User',
  carrier: 'Carrier',
  owner: 'Owner',
};

/** What to do, in order, each step with who must act, and how to see that it worked. */
export function Steps({ remediation }: { readonly remediation: ReportFinding['remediation'] }) {
  const { steps, verify } = remediation;
  return (
    <>
      {steps.length > 0 && (
        <>
          <h4>What to do</h4>
          <ol className="do">
            {steps.map((step, index) => (
              <li key={index}>
                <span className="tag">{actors[step.who]}</span> {step.do}
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
    </>
  );
}
