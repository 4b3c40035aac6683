import type { Schedule } from '@ringcheck/contracts';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { showTime } from '../../ui/time.js';
import { ScheduleForm } from './schedule-form.js';
import { useRuns, useScheduleActions, useSchedules } from './schedules-api.js';

export function SchedulesPage() {
  const schedules = useSchedules();
  return (
    <>
      <h1>Schedules</h1>
      <ScheduleForm />
      {schedules.isPending && <Loading what="schedules" />}
      {schedules.error && (
        <Failed what="Schedules" error={schedules.error} retry={() => void schedules.refetch()} />
      )}
      {schedules.data && schedules.data.items.length === 0 && (
        <Empty>
          <p>No scan is scheduled. A nightly one keeps the verdicts fresh: add it above.</p>
        </Empty>
      )}
      {schedules.data?.items.map((schedule) => (
        <ScheduleCard key={schedule.id} schedule={schedule} />
      ))}
    </>
  );
}

function ScheduleCard({ schedule }: { readonly schedule: Schedule }) {
  const { run, remove } = useScheduleActions(schedule.id);
  const runs = useRuns(schedule.id);
  return (
    <section className="card">
      <h2>
        {schedule.name} <code>{schedule.cron}</code> {schedule.timeZone}
      </h2>
      <p>Next: {schedule.nextRuns.slice(0, 3).map(showTime).join(' · ')}</p>
      {runs.data && runs.data.items.length > 0 && (
        <p>Last: {runs.data.items.map((entry) => `${showTime(entry.slot)} ${entry.status}`).join(' · ')}</p>
      )}
      <p className="actions">
        <button type="button" disabled={run.isPending} onClick={() => run.mutate()}>
          Run now
        </button>
        <button type="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
          Delete
        </button>
        {(run.error ?? remove.error) && <span role="alert">{(run.error ?? remove.error)?.message}</span>}
      </p>
    </section>
  );
}
