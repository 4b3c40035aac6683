import { useState, type FormEvent, type ReactNode } from 'react';
import { Refused } from '../../ui/states.js';
import { OnlyOnChange } from './only-on-change.js';

export interface NewNotifier {
  readonly name: string;
  /** The address as typed. */
  readonly address: string;
  readonly onlyOnChange: boolean;
}

/** A form for somebody or something to be told; it is emptied when `create` calls back. */
export function NotifierForm({
  what,
  label,
  input,
  help,
  helpId,
  startsQuiet,
  creation,
  create,
}: {
  readonly what: string;
  readonly label: string;
  readonly input: { readonly type?: string; readonly maxLength?: number; readonly placeholder: string };
  readonly help: ReactNode;
  readonly helpId: string;
  /** Whether only changes are told unless asked otherwise. */
  readonly startsQuiet: boolean;
  readonly creation: { readonly isPending: boolean; readonly error: Error | null };
  readonly create: (notifier: NewNotifier, added: () => void) => void;
}) {
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [onlyOnChange, setOnlyOnChange] = useState(startsQuiet);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create({ name, address, onlyOnChange }, () => {
      setName('');
      setAddress('');
    });
  };
  return (
    <form className="card form" aria-label={`New ${what}`} onSubmit={submit}>
      <h3>New {what}</h3>
      <div className="filter">
        <label>
          Name
          <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="grow">
          {label}
          <input
            required
            {...input}
            aria-describedby={helpId}
            autoComplete="off"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </label>
        <OnlyOnChange checked={onlyOnChange} change={setOnlyOnChange} />
        <button type="submit" className="primary" disabled={creation.isPending}>
          Add {what}
        </button>
      </div>
      <p className="muted" id={helpId}>
        {help}
      </p>
      <Refused error={creation.error} />
    </form>
  );
}
