import { usePageTitle } from '../../ui/page-title.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { ScheduleCard } from './schedule-card.js';
import { ScheduleForm } from './schedule-form.js';
import { useSchedules } from './schedules-api.js';

export function SchedulesPage() {
  usePageTitle('Schedules');
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
