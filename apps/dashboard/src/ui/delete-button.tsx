import { useState } from 'react';

/** Asks once more: what is gone is gone for good. */
export function DeleteButton({
  name,
  isBusy,
  remove,
}: {
  readonly name: string;
  readonly isBusy: boolean;
  readonly remove: () => void;
}) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <button type="button" aria-label={`Delete ${name}`} onClick={() => setAsked(true)}>
        Delete
      </button>
    );
  return (
    <>
      <button type="button" className="danger" autoFocus disabled={isBusy} onClick={remove}>
        Delete for good
      </button>
      <button type="button" disabled={isBusy} onClick={() => setAsked(false)}>
        Keep
      </button>
    </>
  );
}
