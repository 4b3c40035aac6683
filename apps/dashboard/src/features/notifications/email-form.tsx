import { useState, type FormEvent } from 'react';
import { Refused } from '../../ui/states.js';
import { useCreateEmail } from './notifications-api.js';
import { OnlyOnChange } from './only-on-change.js';

export function EmailForm() {
  const create = useCreateEmail();
  const [name, setName] = useState('');
  const [to, setTo] = useState('');
  const [onlyOnChange, setOnlyOnChange] = useState(true);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      { name, to: addresses(to), onlyOnChange },
      {
        onSuccess: () => {
          setName('');
          setTo('');
        },
      },
    );
  };
  return (
    <form className="card form" aria-label="New e-mail" onSubmit={submit}>
      <h3>New e-mail</h3>
      <div className="filter">
        <label>
          Name
          <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="grow">
          To
          <input
            required
            placeholder="it@example.org, desk@example.org"
            aria-describedby="email-help"
            autoComplete="off"
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <OnlyOnChange checked={onlyOnChange} change={setOnlyOnChange} />
        <button type="submit" className="primary" disabled={create.isPending}>
          Add e-mail
        </button>
      </div>
      <p className="muted" id="email-help">
        Several addresses are separated by commas. Mail goes out only when the server was started with{' '}
        <code>RINGCHECK_SMTP_URL</code> and <code>RINGCHECK_MAIL_FROM</code>.
      </p>
      <Refused error={create.error} />
      {create.isSuccess && <p role="status">“{create.data.name}” was added.</p>}
    </form>
  );
}

function addresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter((address) => address !== '');
}
