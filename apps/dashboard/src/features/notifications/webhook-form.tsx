import { NewSecret } from './new-secret.js';
import { useCreateWebhook } from './notifications-api.js';
import { NotifierForm } from './notifier-form.js';

export function WebhookForm() {
  const creation = useCreateWebhook();
  return (
    <>
      <NotifierForm
        what="webhook"
        label="Address"
        input={{ type: 'url', maxLength: 2_000, placeholder: 'https://desk.example.org/hook' }}
        helpId="webhook-help"
        help="The result of the scan is posted there as JSON, signed as Standard Webhooks describe; what is not taken is sent again later."
        startsQuiet={false}
        creation={creation}
        create={({ address, ...notifier }, added) =>
          creation.mutate({ ...notifier, url: address }, { onSuccess: added })
        }
      />
      {creation.data && (
        <NewSecret
          key={creation.data.id}
          name={creation.data.name}
          secret={creation.data.secret}
          done={creation.reset}
        />
      )}
    </>
  );
}
