import type { FleetSummary } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { routes } from '../../app/paths.js';
import { countOf } from '../../ui/count.js';
import { ScanPanel } from '../../ui/scan-panel.js';

/** The page before the first verdict: what to do, in three steps. */
export function FirstSteps({ summary }: { readonly summary: FleetSummary }) {
  const uploaded = summary.documents > 0;
  const scanned = summary.scan !== undefined;
  return (
    <>
      <p className="lead">Three steps to a verdict for every device:</p>
      <ol className="steps">
        <li className={uploaded ? 'done' : 'now'}>
          <h2>Upload what you have</h2>
          <p>
            Exports of your MDM (devices, installed profiles), the configuration profiles themselves, and
            firewall policies: as files, a folder or a zip. Nothing is installed on the devices.
          </p>
          <p>
            <Link className={uploaded ? 'button' : 'button primary'} to={routes.uploads}>
              {uploaded ? 'Upload more' : 'Upload files'}
            </Link>{' '}
            {uploaded && <span>{countOf(summary.documents, 'document')} uploaded.</span>}
          </p>
        </li>
        <li className={uploaded ? 'now' : ''}>
          <h2>Scan</h2>
          {uploaded ? (
            <ScanPanel />
          ) : (
            <p>Every device is judged: seconds for a small fleet. Nothing to scan yet.</p>
          )}
          {uploaded && scanned && (
            <p className="stale">
              The last scan found no device in the uploads. Add a device inventory or the answers of your MDM
              (DeviceInformation, ProfileList), then scan again.
            </p>
          )}
        </li>
        <li>
          <h2>Read what stops FaceTime</h2>
          <p>
            This page then counts the devices, names the causes worst first, and each device has a report with
            the evidence and the steps to take.
          </p>
        </li>
      </ol>
    </>
  );
}
