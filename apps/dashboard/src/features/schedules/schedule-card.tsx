import type { Schedule, ScheduleRun } from '@ringcheck/contracts';
import { Link } from 'react-router';
import { scanLink } from '../../app/paths.js';
import { DeleteButton } from '../../ui/delete-button.js';
import { scopeWords } from '../../ui/scope.js';
import { Refused } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { cronWords } from './presets.js';
import { useRuns, useScheduleActions } from './schedules-api.js';

export function ScheduleCard({ schedule }: { readonly schedule: Schedule }) {
  const { run, remove } = useScheduleActions(schedule.id);
  const words = cronWords(schedule.cron);
  const scope = scopeWords(schedule);
  return (
    <section className="card" aria-label={schedule.name}>
      <h2>{schedule.name}</h2>
      <p>
        {words !== undefined && `${words} · `}
        <code>{schedule.cron}</code> · {schedule.timeZone}
      </p>
      {scope !== undefined && (
        <p>
          <strong>Only:</strong> {scope}
        </p>
      )}
      <p>
        <strong>Next runs, in your time:</strong>{' '}
        {schedule.nextRuns.length === 0
          ? 'never: no such moment comes'
          : schedule.nextRuns.slice(0, 3).map(showTime).join(' · ')}
      </p>
      <Runs id={schedule.id} />
      <p className="actions">
        <button type="button" disabled={run.isPending} onClick={() => run.mutate()}>
          Run now
        </button>
        <DeleteButton isBusy={remove.isPending} name={schedule.name} remove={() => remove.mutate()} />
        <span role="status">{run.isSuccess && 'A run was started.'}</span>
      </p>
      <Refused error={run.error ?? remove.error} />
    </section>
  );
}

const runWords: Readonly<Record<ScheduleRun['status'], string>> = {
  due: 'due',
  started: 'running',
  skipped: 'skipped',
  done: 'done',
  failed: 'failed',
};

function Runs({ id }: { readonly id: string }) {
  const runs = useRuns(id);
  if (runs.error) return <Refused error={runs.error} />;
  if (runs.isPending) return <p className="muted">Loading its runs…</p>;
  if (runs.data.items.length === 0) return <p className="muted">It has not run yet.</p>;
  return (
    <>
      <h3>Last runs</h3>
      <ul className="runs">
        {runs.data.items.map((entry) => (
          <li key={entry.slot}>
            {entry.scanId === undefined ? (
              showTime(entry.slot)
            ) : (
              <Link to={scanLink(entry.scanId)}>{showTime(entry.slot)}</Link>
            )}
            : <strong>{runWords[entry.status]}</strong>
            {entry.reason !== undefined && ` (${entry.reason})`}
          </li>
        ))}
      </ul>
    </>
  );
}
