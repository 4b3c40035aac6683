import type { Email, Webhook } from '@ringcheck/contracts';
import type { ReactNode } from 'react';
import { DeleteButton } from '../../ui/delete-button.js';
import { Refused } from '../../ui/states.js';
import { DeliveryLog } from './delivery-log.js';
import { useRemove, type Way } from './notifications-api.js';

export function NotifierCard({
  way,
  notifier,
  target,
}: {
  readonly way: Way;
  readonly notifier: Webhook | Email;
  readonly target: ReactNode;
}) {
  const remove = useRemove(way, notifier.id);
  return (
    <section className="card" aria-label={notifier.name}>
      <h3>{notifier.name}</h3>
      <p>
        {target} · {notifier.onlyOnChange ? 'only when something changed' : 'after every scan'}
      </p>
      <DeliveryLog way={way} id={notifier.id} />
      <p className="actions">
        <DeleteButton name={notifier.name} isBusy={remove.isPending} remove={() => remove.mutate()} />
      </p>
      <Refused error={remove.error} />
    </section>
  );
}
