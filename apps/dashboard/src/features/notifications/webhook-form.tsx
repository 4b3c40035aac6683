import { useState, type FormEvent } from 'react';
import { Refused } from '../../ui/states.js';
import { NewSecret } from './new-secret.js';
import { useCreateWebhook } from './notifications-api.js';
import { OnlyOnChange } from './only-on-change.js';

export function WebhookForm() {
  const create = useCreateWebhook();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [onlyOnChange, setOnlyOnChange] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      { name, url, onlyOnChange },
      {
        onSuccess: () => {
          setName('');
          setUrl('');
        },
      },
    );
  };
  return (
    <>
      <form className="card form" aria-label="New webhook" onSubmit={submit}>
        <h3>New webhook</h3>
        <div className="filter">
          <label>
            Name
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </label>
          <label className="grow">
            Address
            <input
              required
              type="url"
              maxLength={2_000}
              placeholder="https://desk.example.org/hook"
              aria-describedby="webhook-help"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          </label>
          <OnlyOnChange checked={onlyOnChange} change={setOnlyOnChange} />
          <button type="submit" className="primary" disabled={create.isPending}>
            Add webhook
          </button>
        </div>
        <p className="muted" id="webhook-help">
          The result of the scan is posted there as JSON, signed as Standard Webhooks describe; what is not
          taken is sent again later.
        </p>
        <Refused error={create.error} />
      </form>
      {create.data && (
        <NewSecret
          key={create.data.id}
          name={create.data.name}
          secret={create.data.secret}
          done={create.reset}
        />
      )}
    </>
  );
}
