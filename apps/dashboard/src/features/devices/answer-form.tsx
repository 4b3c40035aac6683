import type { QuestionAnswer, Scan } from '@ringcheck/contracts';
import { useState, type FormEvent } from 'react';
import { outcomeWord } from '../../ui/outcome.js';
import { Refused } from '../../ui/states.js';
import { useAnswer } from './attestations-api.js';

const dayMs = 86_400_000;
/** Long enough to be worth asking, short enough to be asked again. */
const usualDays = 90;

function dayIn(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
}

/** What the person with the device said, who stands for it, and until when it counts. */
export function AnswerForm({
  device,
  question: { id, title, answers },
  close,
}: {
  readonly device: string;
  readonly question: {
    readonly id: string;
    readonly title: string;
    readonly answers: readonly QuestionAnswer[];
  };
  /** Told which scan takes the answer into account, when one was saved. */
  readonly close: (scan?: Scan) => void;
}) {
  const save = useAnswer(device, close);
  const [answer, setAnswer] = useState('');
  const [owner, setOwner] = useState('');
  const [expires, setExpires] = useState(() => dayIn(usualDays));
  const [note, setNote] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ question: id, answer, owner, expires, ...(note.trim() === '' ? {} : { note }) });
  };
  return (
    <form className="answer" aria-label={`Answer: ${title}`} onSubmit={submit}>
      <fieldset>
        <legend>Answer</legend>
        {answers.map(({ id: value, says, means, outcome, scope }, index) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name={`answer-${id}`}
              required
              autoFocus={index === 0}
              checked={answer === value}
              onChange={() => setAnswer(value)}
            />
            <span>
              <strong>{says}</strong> {means}{' '}
              <span className="muted">
                {outcomeWord(outcome)}
                {scope !== undefined && ` (${scope})`}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="filter">
        <label className="grow">
          Owner: who stands for this answer
          <input
            required
            maxLength={200}
            autoComplete="email"
            placeholder="helpdesk@example.org"
            value={owner}
            onChange={(event) => setOwner(event.target.value)}
          />
        </label>
        <label>
          Counts until the end of (UTC)
          <input
            type="date"
            required
            min={dayIn(0)}
            max="9999-12-31"
            value={expires}
            onChange={(event) => setExpires(event.target.value)}
          />
        </label>
        <label className="grow">
          Note (not required)
          <input maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </div>
      <p className="actions">
        <button type="submit" className="primary" disabled={save.isPending}>
          Save answer
        </button>
        <button type="button" disabled={save.isPending} onClick={() => close()}>
          Cancel
        </button>
      </p>
      <Refused error={save.error} />
    </form>
  );
}
