import type { DeviceQuestion, DeviceReport } from '@ringcheck/contracts';
import { FirstFew } from '../../ui/first-few.js';
import { outcomeWord } from '../../ui/outcome.js';
import { stageNames } from '../../ui/stages.js';

/** What no MDM can see, to be asked when the device still does not ring; what an answer has found is a finding above. */
export function Questions({ device: { questions = [] } }: { readonly device: DeviceReport }) {
  if (questions.length === 0) return null;
  return (
    <section>
      <h2>Questions to ask</h2>
      <p className="muted">
        No MDM can see these. Ask the person with the device, from the top: the first ones find most faults.
        An answer goes into the policy as an attestation: <code>question</code>, <code>device</code>,{' '}
        <code>answer</code>, <code>owner</code>, <code>expires</code>.
      </p>
      <FirstFew items={questions} what="questions">
        {(shown) => (
          <ol className="questions">
            {shown.map((question) => (
              <Asked key={question.id} question={question} />
            ))}
          </ol>
        )}
      </FirstFew>
    </section>
  );
}

function Asked({ question: { id, title, ask, stage, how, answers } }: { readonly question: DeviceQuestion }) {
  return (
    <li>
      <strong>{title}</strong>{' '}
      <span className="muted">
        {stageNames[stage]} · {id}
      </span>
      <p>{ask}</p>
      {how.map((tap) => (
        <p key={tap} className="muted">
          Where to look: {tap}
        </p>
      ))}
      <ul>
        {answers.map((answer) => (
          <li key={answer.id}>
            <strong>{answer.says}</strong> {answer.means}{' '}
            <span className="muted">
              {outcomeWord(answer.outcome)}
              {answer.scope !== undefined && ` (${answer.scope})`} · {answer.id}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
