import type { AttestationItem, Scan } from '@ringcheck/contracts';
import { Failed, Refused } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { Answerable } from './answerable.js';
import { useAttestations, useWithdraw } from './attestations-api.js';

/** What was answered here for a device: to be changed when it has changed, and withdrawn when it was wrong. */
export function GivenAnswers({
  device,
  saved,
}: {
  readonly device: string;
  readonly saved: (scan: Scan) => void;
}) {
  const given = useAttestations(device);
  if (given.error)
    return <Failed what="Answers given here" error={given.error} retry={() => void given.refetch()} />;
  const items = given.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <>
      <h3>Answers given here</h3>
      <ul className="questions">
        {items.map((item) => (
          <Given key={item.id} device={device} item={item} saved={saved} />
        ))}
      </ul>
    </>
  );
}

function Given({
  device,
  item,
  saved,
}: {
  readonly device: string;
  readonly item: AttestationItem;
  readonly saved: (scan: Scan) => void;
}) {
  const withdraw = useWithdraw(device, saved);
  const { id, question, title, answer, answers, owner, expires, note, answeredAt, holds } = item;
  const chosen = answers.find((one) => one.id === answer);
  return (
    <li>
      <strong>{title}</strong> {chosen?.says ?? answer} {chosen?.means}
      {!holds && <span className="tag">ended: ask again</span>}
      <p className="muted">
        {owner}, {showTime(answeredAt)}. {holds ? 'Counts' : 'Counted'} until the end of {expires}.
        {note !== undefined && <> Note: {note}</>}
      </p>
      <p className="actions">
        {answers.length > 0 && (
          <Answerable
            word="Change"
            device={device}
            question={{ id: question, title, answers }}
            saved={saved}
          />
        )}
        <button
          type="button"
          aria-label={`Withdraw: ${title}`}
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate(id)}
        >
          Withdraw
        </button>
      </p>
      <Refused error={withdraw.error} />
    </li>
  );
}
