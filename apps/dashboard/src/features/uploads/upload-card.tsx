import type { Upload, UploadFile } from '@ringcheck/contracts';
import { countOf, showNumber } from '../../ui/count.js';
import { showTime } from '../../ui/time.js';

const statusWords: Readonly<Record<UploadFile['status'], string>> = {
  rejected: 'Could not be read',
  ignored: 'Not used',
  partial: 'Read in part',
  pending: 'Waiting',
  ingested: 'Read',
};
/** What needs a look comes first. */
const statusOrder = ['rejected', 'ignored', 'partial', 'pending', 'ingested'] as const;

const uploadWords: Readonly<Record<Upload['status'], string>> = {
  received: 'waiting to be read',
  processing: 'being read',
  done: 'done',
  failed: 'failed',
};

export function UploadCard({ upload }: { readonly upload: Upload }) {
  const of = (status: UploadFile['status']) => upload.files.filter((file) => file.status === status);
  const noted = (['rejected', 'ignored', 'partial'] as const).flatMap(of);
  const read = [...of('ingested'), ...of('pending')];
  return (
    <section className="card">
      <h2>
        {showTime(upload.receivedAt)} · {countOf(upload.files.length, 'file')} · {uploadWords[upload.status]}
      </h2>
      <p>
        {statusOrder
          .map((status) => [statusWords[status], of(status).length] as const)
          .filter(([, count]) => count > 0)
          .map(([word, count]) => `${word}: ${showNumber(count)}`)
          .join(' · ')}
      </p>
      {noted.length > 0 && (
        <ul className="files">
          {noted.map((file) => (
            <NotedFile key={file.path} file={file} />
          ))}
        </ul>
      )}
      {read.length > 0 && (
        <details>
          <summary>{noted.length > 0 ? 'The other files' : 'The files'}</summary>
          <ul className="files plain">
            {read.map((file) => (
              <li key={file.path}>
                <code>{file.path}</code>{' '}
                <span className="muted">{file.status === 'pending' ? 'waiting' : file.kind}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const mostLines = 5;

function NotedFile({ file }: { readonly file: UploadFile }) {
  const told = together(file.diagnostics.filter(({ severity }) => severity !== 'info'));
  return (
    <li>
      <span className={`tag ${file.status}`}>{statusWords[file.status]}</span> <code>{file.path}</code>
      <ul>
        {told.slice(0, mostLines).map(({ text, where, more }) => (
          <li key={text}>
            {text} <span className="where">{where}</span>
            {more > 0 && <span className="muted"> and at {countOf(more, 'other place')}</span>}
          </li>
        ))}
        {told.length > mostLines && (
          <li className="muted">and {countOf(told.length - mostLines, 'other message')}</li>
        )}
      </ul>
    </li>
  );
}

/** The same message at many places is told once, with its first place. */
function together(diagnostics: UploadFile['diagnostics']) {
  const told = new Map<string, { readonly text: string; readonly where: string; readonly more: number }>();
  for (const diagnostic of diagnostics) {
    const before = told.get(diagnostic.message);
    told.set(
      diagnostic.message,
      before === undefined
        ? { text: diagnostic.message, where: place(diagnostic), more: 0 }
        : { ...before, more: before.more + 1 },
    );
  }
  return [...told.values()];
}

function place({ line, column, offset }: UploadFile['diagnostics'][number]): string {
  if (line !== undefined) return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
  return offset === undefined ? '' : `byte ${offset}`;
}
