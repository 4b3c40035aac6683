import { useCreateEmail } from './notifications-api.js';
import { NotifierForm } from './notifier-form.js';

export function EmailForm() {
  const creation = useCreateEmail();
  return (
    <>
      <NotifierForm
        what="e-mail"
        label="To"
        input={{ placeholder: 'it@example.org, desk@example.org' }}
        helpId="email-help"
        help={
          <>
            Several addresses are separated by commas. Mail goes out only when the server was started with{' '}
            <code>RINGCHECK_SMTP_URL</code> and <code>RINGCHECK_MAIL_FROM</code>.
          </>
        }
        startsQuiet
        creation={creation}
        create={({ address, ...notifier }, added) =>
          creation.mutate({ ...notifier, to: addresses(address) }, { onSuccess: added })
        }
      />
      {creation.isSuccess && <p role="status">“{creation.data.name}” was added.</p>}
    </>
  );
}

function addresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '');
}
