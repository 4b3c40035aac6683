import type { Upload } from '@ringcheck/contracts';
import { useLatestScan } from '../../api/scans.js';
import { MoreButton } from '../../ui/more-button.js';
import { usePageTitle } from '../../ui/page-title.js';
import { ScanPanel } from '../../ui/scan-panel.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { DropZone } from './drop-zone.js';
import { UploadCard } from './upload-card.js';
import { isBeingRead, useUploads } from './uploads-api.js';

export function UploadsPage() {
  usePageTitle('Uploads');
  const uploads = useUploads();
  const items = uploads.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <h1>Uploads</h1>
      <DropZone />
      {items.length > 0 && <NextStep uploads={items} />}
      {uploads.isPending && <Loading what="uploads" />}
      {uploads.error && <Failed what="Uploads" error={uploads.error} retry={() => void uploads.refetch()} />}
      {uploads.data && items.length === 0 && (
        <Empty>
          <p>
            Nothing has been uploaded yet. Everything may go into one upload: it is sorted out here, and a
            file that cannot be read does not hold up the others.
          </p>
        </Empty>
      )}
      {items.map((upload) => (
        <UploadCard key={upload.id} upload={upload} />
      ))}
      <MoreButton of={uploads} label="Show older uploads" />
    </>
  );
}

/** What has come in since the last scan is in no verdict yet: say so, and offer the scan. */
function NextStep({ uploads }: { readonly uploads: readonly Upload[] }) {
  const scan = useLatestScan();
  const judgedAt = scan.data?.requestedAt ?? '';
  const isNew = uploads.some(({ receivedAt }) => receivedAt > judgedAt);
  const isReading = uploads.some(isBeingRead);
  return (
    <section className={isNew && !isReading ? 'card next now' : 'card next'} aria-label="Scan">
      {isReading && <p role="status">The files are being read. Scan when they are done.</p>}
      {!isReading && isNew && (
        <p>
          <strong>The files are read. Scan now to judge the devices by them.</strong>
        </p>
      )}
      <ScanPanel />
    </section>
  );
}
