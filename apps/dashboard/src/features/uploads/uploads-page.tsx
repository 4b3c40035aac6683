import type { Upload, UploadFile } from '@ringcheck/contracts';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { ScanPanel } from '../scans/scan-panel.js';
import { DropZone } from './drop-zone.js';
import { useUploads } from './uploads-api.js';

export function UploadsPage() {
  const uploads = useUploads();
  return (
    <>
      <div className="heading">
        <h1>Uploads</h1>
        <ScanPanel />
      </div>
      <DropZone />
      {uploads.isPending && <Loading what="uploads" />}
      {uploads.error && <Failed what="Uploads" error={uploads.error} retry={() => void uploads.refetch()} />}
      {uploads.data && uploads.data.items.length === 0 && (
        <Empty>
          <p>
            Nothing has been uploaded yet. Give MDM exports, configuration profiles, firewall policies, or a
            zip of them all.
          </p>
        </Empty>
      )}
      {uploads.data?.items.map((upload) => (
        <UploadCard key={upload.id} upload={upload} />
      ))}
    </>
  );
}

function UploadCard({ upload }: { readonly upload: Upload }) {
  const notes = upload.files.filter((file) => file.status !== 'ingested' && file.status !== 'pending');
  return (
    <section className="card">
      <h2>
        {showTime(upload.receivedAt)} · {upload.files.length} {upload.files.length === 1 ? 'file' : 'files'} ·{' '}
        {upload.status}
      </h2>
      <p>{countByStatus(upload.files)}</p>
      {notes.length > 0 && (
        <ul className="diagnostics">
          {notes.map((file) => (
            <li key={file.path}>
              <strong>{file.status}</strong> <code>{file.path}</code>
              <ul>
                {file.diagnostics
                  .filter(({ severity }) => severity !== 'info')
                  .slice(0, 5)
                  .map((diagnostic, index) => (
                    <li key={index}>
                      {diagnostic.line === undefined ? '' : `line ${diagnostic.line}: `}
                      {diagnostic.message}
                    </li>
                  ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function countByStatus(files: readonly UploadFile[]): string {
  const counts = new Map<string, number>();
  for (const { status } of files) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(' · ');
}
