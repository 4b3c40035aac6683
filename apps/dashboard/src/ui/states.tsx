import type { ReactNode } from 'react';

export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="state" role="status">
      <span className="spinner" aria-hidden="true" /> Loading {what}…
    </p>
  );
}

export function Failed({
  what,
  error,
  retry,
}: {
  readonly what: string;
  readonly error: Error;
  readonly retry?: () => void;
}) {
  return (
    <div className="state failed" role="alert">
      <p>
        <strong>{what} could not be loaded.</strong> {error.message}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className="state empty">{children}</div>;
}

/** Why a button did nothing, next to the button. */
export function Refused({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <p className="failed" role="alert">
      {error.message}
    </p>
  );
}
