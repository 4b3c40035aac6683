import type { DeviceQuestion, DeviceReport, Scan } from '@ringcheck/contracts';
import { useRef, useState } from 'react';
import { FirstFew } from '../../ui/first-few.js';
import { outcomeWord } from '../../ui/outcome.js';
import { stageNames } from '../../ui/stages.js';
import { Answerable } from './answerable.js';
import { GivenAnswers } from './given-answers.js';
import { Recheck } from './recheck.js';

/** What no MDM can see: answered here, or to be asked when the device still does not ring. */
export function Questions({ device: { id, questions = [] } }: { readonly device: DeviceReport }) {
  const [scan, setScan] = useState<Scan>();
  const status = useRef<HTMLDivElement>(null);
  // What was clicked goes from the page when the report follows; the focus must not go with it.
  const saved = (started: Scan): void => {
    setScan(started);
    status.current?.focus();
  };
  return (
    <section>
      {questions.length > 0 && (
        <>
          <h2>Questions to ask</h2>
          <p className="muted">
            No MDM can see these. Ask the person with the device, from the top: the first ones find most
            faults. An answer counts through its last day, then the question is open again. Answers can also
            stand in the policy file, under <code>attestations</code>.
          </p>
        </>
      )}
      <div role="status" ref={status} tabIndex={-1}>
        {scan && <Recheck key={scan.id} started={scan} />}
      </div>
      <FirstFew items={questions} what="questions">
        {(shown) => (
          <ol className="questions">
            {shown.map((question) => (
              <Asked key={question.id} device={id} question={question} saved={saved} />
            ))}
          </ol>
        )}
      </FirstFew>
      <GivenAnswers device={id} saved={saved} />
    </section>
  );
}

function Asked({
  device,
  question,
  saved,
}: {
  readonly device: string;
  readonly question: DeviceQuestion;
  readonly saved: (scan: Scan) => void;
}) {
  const { id, title, ask, stage, how, answers } = question;
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
      <Answerable word="Answer" device={device} question={question} saved={saved} />
    </li>
  );
}
