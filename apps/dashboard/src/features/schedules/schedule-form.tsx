import { useState, type FormEvent } from 'react';
import { Refused } from '../../ui/states.js';
import { presets } from './presets.js';
import { useCreateSchedule } from './schedules-api.js';
import { ScopeFields, scopeRequest, wholeFleet } from './scope-fields.js';

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([ownZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

export function ScheduleForm() {
  const create = useCreateSchedule();
  const [name, setName] = useState('Nightly scan');
  const [cron, setCron] = useState('0 3 * * *');
  const [timeZone, setTimeZone] = useState(ownZone);
  const [scope, setScope] = useState(wholeFleet);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      { name, cron, timeZone, ...scopeRequest(scope) },
      { onSuccess: () => setScope(wholeFleet) },
    );
  };
  return (
    <form className="card form" aria-labelledby="new-schedule" onSubmit={submit}>
      <h2 id="new-schedule">New schedule</h2>
      <div className="filter">
        <label className="grow">
          Name
          <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          When
          <select
            value={presets.some((preset) => preset.cron === cron) ? cron : ''}
            onChange={(event) => setCron(event.target.value)}
          >
            {presets.map((preset) => (
              <option key={preset.cron} value={preset.cron}>
                {preset.words}
              </option>
            ))}
            <option value="">As written in cron</option>
          </select>
        </label>
        <label>
          Cron
          <input
            required
            className="mono"
            aria-describedby="cron-help"
            value={cron}
            onChange={(event) => setCron(event.target.value)}
          />
        </label>
        <label>
          Time zone
          <input
            required
            list="zones"
            value={timeZone}
            onChange={(event) => setTimeZone(event.target.value)}
          />
          <datalist id="zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </label>
        <ScopeFields scope={scope} change={setScope} />
        <button type="submit" className="primary" disabled={create.isPending}>
          Add schedule
        </button>
      </div>
      <p className="muted" id="cron-help">
        Five fields: minute, hour, day of the month, month, day of the week. A run that was missed while the
        server was off is made up for once.
      </p>
      <p className="muted" id="scope-help">
        Without a group or tag the whole fleet is scanned. Several tags are separated by commas, any of them
        will do; with groups and tags a device needs both. Devices that are gone are ended by a scan of the
        whole fleet only.
      </p>
      <Refused error={create.error} />
      {create.isSuccess && <p role="status">“{create.data.name}” was added.</p>}
    </form>
  );
}
