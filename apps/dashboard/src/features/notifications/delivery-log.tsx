import type { DeliveryItem } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { scanLink } from '../../app/paths.js';
import { countOf } from '../../ui/count.js';
import { MoreButton } from '../../ui/more-button.js';
import { Refused } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { useDeliveries, useReplay, type Way } from './notifications-api.js';

const statusWords: Readonly<Record<DeliveryItem['status'], string>> = {
  pending: 'On its way',
  delivered: 'Delivered',
  failed: 'Given up',
  skipped: 'Not sent',
};

/** What was sent and what became of it, newest first. */
export function DeliveryLog({ way, id }: { readonly way: Way; readonly id: string }) {
  const log = useDeliveries(way, id);
  const replay = useReplay(way, id);
  if (log.data === undefined)
    return log.error ? <Refused error={log.error} /> : <p className="muted">Loading what was sent…</p>;
  const items = log.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="muted">Nothing was sent yet: it is after the next scan.</p>;
  return (
    <>
      <table className="cards">
        <caption>Deliveries</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">State</th>
            <th scope="col">Reason</th>
            <th scope="col">Scan</th>
            <th scope="col">
              <span className="sr">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((delivery) => (
            <tr key={delivery.id}>
              <td className="short">{showTime(delivery.attemptedAt ?? delivery.createdAt)}</td>
              <td data-label="State" className="short">
                <span className={`tag ${delivery.status}`}>{statusWords[delivery.status]}</span>
                {delivery.replay > 0 && <span className="tag">sent again</span>}
              </td>
              <td data-label="Reason">{reasonOf(delivery)}</td>
              <td data-label="Scan" className="short">
                <Link to={scanLink(delivery.scanId)}>What changed</Link>
              </td>
              <td className="short">
                {delivery.status !== 'pending' && (
                  <button
                    type="button"
                    disabled={replay.isPending}
                    aria-label={`Send again what was sent ${showTime(delivery.createdAt)}`}
                    onClick={() => replay.mutate(delivery.id)}
                  >
                    Send again
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Refused error={replay.error} />
      <MoreButton of={log} label="Show older deliveries" />
    </>
  );
}

function reasonOf({ reason, answer, attempts, status }: DeliveryItem): string {
  const said = [
    reason,
    answer !== undefined && reason?.includes(String(answer)) !== true ? `HTTP ${answer}` : undefined,
    attempts > 1 || (attempts === 1 && status === 'pending') ? countOf(attempts, 'attempt') : undefined,
  ].filter((part) => part !== undefined);
  return said.length === 0 ? '–' : said.join(' · ');
}
