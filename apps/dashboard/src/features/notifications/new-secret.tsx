import { useRef, useState } from 'react';

/** The signing secret of a webhook, which the server says only once. */
export function NewSecret({
  name,
  secret,
  done,
}: {
  readonly name: string;
  readonly secret: string;
  readonly done: () => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    field.current?.select();
    setSaid(
      (await toClipboard(secret)) ? 'Copied.' : 'The browser does not allow it: press Ctrl+C or ⌘C to copy.',
    );
  };
  return (
    <section className="card now" aria-label={`Secret of ${name}`}>
      <h3>“{name}” was added: copy its secret now</h3>
      <p>The receiver checks the signature with it. It is shown only this once.</p>
      <div className="filter">
        <label className="grow">
          Secret
          <input ref={field} readOnly autoFocus className="mono" value={secret} />
        </label>
        <button type="button" className="primary" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={done}>
          I have kept it
        </button>
      </div>
      <p role="status">{said}</p>
    </section>
  );
}

/** Pages that are not served over HTTPS or from this machine have no clipboard. */
async function toClipboard(text: string): Promise<boolean> {
  if (!('clipboard' in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
