import { useState, type FormEvent } from 'react';
import { useCreateSchedule } from './schedules-api.js';

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function ScheduleForm() {
  const create = useCreateSchedule();
  const [name, setName] = useState('Nightly scan');
  const [cron, setCron] = useState('0 3 * * *');
  const [timeZone, setTimeZone] = useState(ownZone);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ name, cron, timeZone });
  };
  return (
    <form className="filter" onSubmit={submit}>
      <label>
        Name
        <input required value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        Cron (minute hour day month weekday)
        <input required value={cron} onChange={(event) => setCron(event.target.value)} />
      </label>
      <label>
        Time zone
        <input required value={timeZone} onChange={(event) => setTimeZone(event.target.value)} />
      </label>
      <button type="submit" className="primary" disabled={create.isPending}>
        Add schedule
      </button>
      {create.error && (
        <p className="failed" role="alert">
          {create.error.message}
        </p>
      )}
    </form>
  );
}
