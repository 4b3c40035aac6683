import type { UseQueryResult } from '@tanstack/react-query';
import type { Page } from '@ringcheck/contracts';
import type { ReactNode } from 'react';
import { usePageTitle } from '../../ui/page-title.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { EmailForm } from './email-form.js';
import { NotifierCard } from './notifier-card.js';
import { useEmails, useWebhooks } from './notifications-api.js';
import { WebhookForm } from './webhook-form.js';

export function NotificationsPage() {
  usePageTitle('Notifications');
  const webhooks = useWebhooks();
  const emails = useEmails();
  return (
    <>
      <h1>Notifications</h1>
      <p className="lead">When a scan has ended, Ringcheck can tell other systems and people.</p>
      <section>
        <h2>Webhooks</h2>
        <WebhookForm />
        <List of={webhooks} what="Webhooks" none="No system is told yet. Add the address of one above.">
          {(webhook) => (
            <NotifierCard
              key={webhook.id}
              way="webhooks"
              notifier={webhook}
              target={<code>{webhook.url}</code>}
            />
          )}
        </List>
      </section>
      <section>
        <h2>E-mails</h2>
        <EmailForm />
        <List of={emails} what="E-mails" none="Nobody is mailed yet. Add whom to tell above.">
          {(email) => (
            <NotifierCard key={email.id} way="emails" notifier={email} target={email.to.join(', ')} />
          )}
        </List>
      </section>
    </>
  );
}

function List<T>({
  of,
  what,
  none,
  children,
}: {
  readonly of: UseQueryResult<Page<T>>;
  readonly what: string;
  readonly none: string;
  readonly children: (item: T) => ReactNode;
}) {
  if (of.data === undefined)
    return of.error ? (
      <Failed what={what} error={of.error} retry={() => void of.refetch()} />
    ) : (
      <Loading what={what.toLowerCase()} />
    );
  if (of.data.items.length === 0)
    return (
      <Empty>
        <p>{none}</p>
      </Empty>
    );
  return <>{of.data.items.map(children)}</>;
}
