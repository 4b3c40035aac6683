import type { DeviceReport } from '@ringcheck/contracts';
import { useRules } from '../../api/rules.js';
import { FirstFew } from '../../ui/first-few.js';
import { stageNames } from '../../ui/stages.js';

/** What no MDM can see, to be asked when the device still does not ring; what an answer has found is a finding above. */
export function Questions({ device }: { readonly device: DeviceReport }) {
  const rules = useRules().data?.items ?? [];
  const found = new Set(device.findings.map(({ ruleId }) => ruleId));
  const open = rules.filter(
    ({ id, observable, platforms }) => !observable && platforms.includes(device.platform) && !found.has(id),
  );
  // Where something is proven to block, no answer makes the device ring.
  if (device.verdict === 'blocked' || open.length === 0) return null;
  return (
    <section>
      <h2>Questions to ask</h2>
      <p className="muted">
        No MDM can see these. Ask the person with the device, from the top: the first ones find most faults.
        An answer goes into the policy as an attestation: <code>question</code>, <code>device</code>,{' '}
        <code>answer</code>, <code>owner</code>, <code>expires</code>.
      </p>
      <FirstFew items={open} what="questions">
        {(shown) => (
          <ol className="questions">
            {shown.map(({ id, title, stage }) => (
              <li key={id}>
                {title}{' '}
                <span className="muted">
                  {stageNames[stage]} · {id}
                </span>
              </li>
            ))}
          </ol>
        )}
      </FirstFew>
    </section>
  );
}
