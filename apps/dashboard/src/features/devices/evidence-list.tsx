import type { ReportFinding } from '@ringcheck/contracts';

type Evidence = ReportFinding['evidence'][number];

/** Where it is written: document with line or byte, then key and value. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <ul className="evidence">
      {evidence.map((item, index) => (
        <li key={index}>
          <span>
            <code>{item.document}</code> <span className="where">{place(item)}</span>
            {item.profile !== undefined && <span className="muted"> profile {item.profile}</span>}
          </span>
          {(item.path !== undefined || item.value !== undefined) && (
            <code className="pair">
              {item.path ?? ''}
              {item.value !== undefined && (
                <>
                  {' = '}
                  <strong>{JSON.stringify(item.value)}</strong>
                </>
              )}
            </code>
          )}
        </li>
      ))}
    </ul>
  );
}

function place({ line, column, offset }: Evidence): string {
  if (line !== undefined) return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  return offset === undefined ? '' : `byte ${offset}`;
}
